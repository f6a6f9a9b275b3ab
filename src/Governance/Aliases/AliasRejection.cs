namespace Governance.Aliases;

/// <summary>Why an alias is refused.</summary>
public static class AliasRejection
{
    public static readonly Rejection WrongFormat = new("wrong-alias-format", "wrong alias format",
        "The message names no alias, or one that is not an address.");

    public static readonly Rejection SameAddress = new("alias-is-author", "alias cannot be the same as the address",
        "The alias is the account itself, which needs none.");

    public static readonly Rejection LinkedElsewhere = new("alias-linked-elsewhere", "alias is already linked to another address",
        "This alias signs for another account; that account has to revoke it, or its 90 days have to pass.");

    public static readonly Rejection DoesNotExist = new("alias-does-not-exist", "alias does not exist",
        "The account has no such alias, so there is nothing to revoke.");

    public static readonly Rejection Older = new("older-alias-message", "wrong timestamp",
        "A newer message about this alias was accepted already; sign again with the current time.");
}
