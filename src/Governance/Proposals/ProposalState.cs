namespace Governance.Proposals;

/// <summary>OpenZeppelin's states, in its order (IGovernor.ProposalState); signed proposals use the same words.</summary>
public enum ProposalState
{
    Pending = 0,
    Active = 1,
    Canceled = 2,
    Defeated = 3,
    Succeeded = 4,
    Queued = 5,
    Expired = 6,
    Executed = 7,
}

public enum ProposalKind
{
    /// <summary>Published by an EIP-712 message; its votes are messages too.</summary>
    Signed,

    /// <summary>Created on a governor contract; its votes are transactions.</summary>
    Governor,
}
