using System.Numerics;

namespace Governance.Reconciliations;

/// <summary>
/// Where a proposal's voting power comes from, source by source, and whether it adds up to the token's supply (<c>README.md</c>). All amounts are base units in
/// <paramref name="Decimals"/>, exact; a negative one is a lack.
/// </summary>
/// <param name="Supply">Null: no source declares a supply.</param>
public sealed record Reconciliation(int Decimals, IReadOnlyList<SourceAccount> Sources, SupplyAccount? Supply);

/// <summary>One source: what it has in all is what it counts, what it excludes and its other parts together.</summary>
/// <param name="Chain">CAIP-2; null: the source needs no chain.</param>
/// <param name="Method">How a number is read, in words.</param>
/// <param name="RawDecimals">The source's own decimals.</param>
/// <param name="Counted">All power that it gives to anybody; null: no total can be told, because the source knows no list of its holders.</param>
/// <param name="Total">Everything that the source is about; null likewise.</param>
/// <param name="Block">Of <paramref name="Chain"/>.</param>
/// <param name="Declared">True: chain and block are the operator's word about an imported list, not read here.</param>
public sealed record SourceAccount(
    string Label, string Strategy, string? Chain, ulong? Block, string? BlockHash, bool Declared, string Method, int RawDecimals, BigInteger? Counted,
    IReadOnlyList<CustodyAccount> Excluded, IReadOnlyList<Part> Parts, BigInteger? Total);

/// <summary>An account without a vote in a source.</summary>
/// <param name="Account">As its chain spells it.</param>
/// <param name="Backs">The label of the source that counts what lies here; null: nothing counts it.</param>
public sealed record CustodyAccount(string Account, BigInteger Amount, string Why, string? Backs);

/// <summary>A part of a source that is neither counted nor excluded custody.</summary>
/// <param name="InSupply">Whether it is part of the supply's account; not what other sources count already.</param>
public sealed record Part(string Label, BigInteger Amount, string Why, bool InSupply);

/// <summary>The account of the supply: its lines add up to it, always; what nobody can explain is the difference.</summary>
/// <param name="Token">The label of the source whose token it is.</param>
/// <param name="Amount">As declared, or as the contract says.</param>
/// <param name="Minted">What the contract says at the block.</param>
/// <param name="Difference">Zero: every unit is where it should be.</param>
public sealed record SupplyAccount(string Token, bool IsDeclared, BigInteger Amount, BigInteger Minted, IReadOnlyList<SupplyLine> Lines, IReadOnlyList<Backing> Backings, BigInteger Difference);

/// <param name="Kind">counted, excluded, part or difference.</param>
public sealed record SupplyLine(string Kind, string Label, BigInteger Amount, string Why);

/// <summary>What is locked for a source, and what the source is about.</summary>
public sealed record Backing(string Source, BigInteger Locked, BigInteger Owed)
{
    public BigInteger Difference => Locked - Owed;
}
