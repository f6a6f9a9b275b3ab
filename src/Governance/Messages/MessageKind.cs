namespace Governance.Messages;

/// <summary>What a signed message asks for, by its EIP-712 types (Snapshot's type gate).</summary>
public enum MessageKind
{
    Settings,
    Proposal,
    UpdateProposal,
    DeleteProposal,
    FlagProposal,
    Vote,
    VoteArray,
    VoteString,
    Follow,
    Unfollow,
    Subscribe,
    Unsubscribe,
    Profile,
    Statement,
    Alias,
    RevokeAlias,
    DeleteSpace,
}

public static class MessageKinds
{
    private static readonly Dictionary<string, MessageKind> ByName = Enum.GetValues<MessageKind>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>Snapshot's name: <c>vote-array</c>, <c>update-proposal</c>, …</summary>
    public static string Name(this MessageKind kind) => kind switch
    {
        MessageKind.UpdateProposal => "update-proposal",
        MessageKind.DeleteProposal => "delete-proposal",
        MessageKind.FlagProposal => "flag-proposal",
        MessageKind.VoteArray => "vote-array",
        MessageKind.VoteString => "vote-string",
        MessageKind.RevokeAlias => "revoke-alias",
        MessageKind.DeleteSpace => "delete-space",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static bool IsVote(this MessageKind kind) => kind is MessageKind.Vote or MessageKind.VoteArray or MessageKind.VoteString;

    /// <summary>Kinds that stand outside every space: their space need not exist (yet).</summary>
    public static bool NeedsSpace(this MessageKind kind) =>
        kind is not (MessageKind.Settings or MessageKind.Alias or MessageKind.RevokeAlias or MessageKind.Profile or MessageKind.DeleteSpace);

    /// <summary>Kinds that an alias may sign in somebody's name (protocol/snapshot 2.1, step 10): what can be undone, never settings or another alias.</summary>
    public static bool AllowsAlias(this MessageKind kind) =>
        kind.IsVote() || kind is MessageKind.Follow or MessageKind.Unfollow or MessageKind.Subscribe or MessageKind.Unsubscribe or MessageKind.Profile
            or MessageKind.Statement or MessageKind.Proposal or MessageKind.UpdateProposal or MessageKind.FlagProposal;

    internal static MessageKind Parse(string name) => ByName[name];
}
