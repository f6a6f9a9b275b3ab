namespace Governance.Indexing;

/// <summary>
/// A provider's answers do not agree with each other or with what is known for certain. Nothing of them is stored. A reorganisation between
/// two answers looks the same, so the question is asked again; what is no passing thing shows itself as a fault that stays.
/// </summary>
public sealed class ProviderContradictionException(string message) : Exception(message);

/// <summary>The chain differs from the index below a block that it had called finalized: not a reorganisation but another chain. Indexing stops.</summary>
public sealed class FinalityBrokenException(string message) : Exception(message);
