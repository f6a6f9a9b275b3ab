namespace Governance.DevChain;

/// <summary>How a HostileWallet answers ERC-1271's question; the constructor's argument, as a byte.</summary>
public enum HostileHabit
{
    Reverts,
    NeverReturns,
    RepliesWithAMegabyte,
    RepliesWithFourBytes,
    RepliesWithADirtyWord,
    RepliesWithTwoWords,
    RepliesWithNothing,
    RepliesWithAnotherMagic,
}
