using System.Globalization;
using System.Numerics;
using System.Text;
using Governance.DevChain;
using Governance.Ethereum;
using Governance.Migration;

namespace Governance.Web.Demo;

/// <summary>An account of the chain that the demo's community leaves, in that chain's base units (12 decimals).</summary>
/// <param name="Owner">The Ethereum account of whoever owns it; null: nobody came for it.</param>
internal sealed record DemoOldAccount(OldAccount Account, long Free, long Staked, Address? Owner, DemoClaim Claim)
{
    /// <summary>What a claim pays, in base units of 18 decimals. A share was one token then.</summary>
    public BigInteger FreeTokens => Free * DemoOldChain.ToEighteen;

    public BigInteger StakedShares => Staked * DemoOldChain.ToEighteen;
}

/// <summary>How an old account was claimed.</summary>
internal enum DemoClaim
{
    None,

    /// <summary>The operator's list names its owner; its tokens still lie in the claim contract.</summary>
    Listed,

    /// <summary>Paid on Ethereum, free and staked.</summary>
    Paid,

    /// <summary>The free part was paid on Ethereum, the staked part is owed on the layer 2.</summary>
    Bridged,
}

/// <summary>The parachain's last balances and who came for them: the same in every run.</summary>
internal static class DemoOldChain
{
    /// <summary>Phala's SS58 prefix.</summary>
    public const int Prefix = 30;

    /// <summary>Made up: no chain has it.</summary>
    public const string Name = "polkadot:00000000000000000000000064656d6f";

    private const int Voters = 120;
    private const int NobodysAccounts = 40;
    private const long Unit = 1_000_000_000_000;

    /// <summary>From 12 decimals to 18, exactly.</summary>
    public static readonly BigInteger ToEighteen = 1_000_000;

    /// <summary>The chain's own reserve for what had left to Ethereum before: nobody's to claim.</summary>
    public static readonly OldAccount Reserve = new(new Hash32(Encoding.ASCII.GetBytes("modlphala/bridge".PadRight(32, '\0'))));

    private const string ReserveBalance = "214000000000000000000";

    /// <summary>Where the list was taken.</summary>
    public static (ulong Number, Hash32 Hash) Block { get; } = (9_064_613, Keccak256.Hash("governance demo parachain block"u8));

    /// <param name="people">Chloe's and Ada's Ethereum accounts; none without a chain.</param>
    public static IReadOnlyList<DemoOldAccount> Accounts(IReadOnlyList<DemoAccount> people)
    {
        var voters = DevAccounts.Voters(Voters);
        var accounts = Enumerable.Range(0, Voters).Select(i => Of(i, voters[i].Address, i < 60 ? DemoClaim.Listed : i < 90 ? DemoClaim.Paid : DemoClaim.Bridged)).ToList();
        accounts.AddRange(people.Where(person => person.OldTokens > 0).Select((person, i) => new DemoOldAccount(
            Key($"person {i}"), person.OldTokens * Unit, person.OldStaked * Unit, person.Address, person.OldClaim)));
        accounts.AddRange(Enumerable.Range(Voters, NobodysAccounts).Select(i => Of(i, null, DemoClaim.None)));
        return accounts;
    }

    /// <summary>The old chain's list as its operators exported it: <c>account,free,staked</c>.</summary>
    public static byte[] Balances(IReadOnlyList<DemoOldAccount> accounts) => Lines(
        "account,free,staked", accounts.Select(account => string.Create(CultureInfo.InvariantCulture, $"{account.Account.ToSs58(Prefix)},{account.Free},{account.Staked}"))
            .Append($"{Reserve.ToSs58(Prefix)},{ReserveBalance},0"));

    /// <summary>The operator's list of links: <c>account,receiver</c>.</summary>
    /// <param name="all">Whether claimed accounts are in it too: where there is no chain to claim on.</param>
    public static byte[] Links(IReadOnlyList<DemoOldAccount> accounts, bool all) => Lines(
        "account,receiver", accounts.Where(account => account.Owner is not null && (all || account.Claim == DemoClaim.Listed)).Select(account => $"{account.Account.ToSs58(Prefix)},{account.Owner}"));

    // Amounts with all twelve places, so that nothing adds up by being round.
    private static DemoOldAccount Of(int i, Address? owner, DemoClaim claim)
    {
        long free = (((3_000_000 / (i + 2)) + (i * 104_729L % 5_000)) * Unit) + ((long)i * 982_451_653 % Unit);
        long staked = i % 3 == 0 ? ((1_000L + (i * 37 % 900)) * Unit) + ((long)i * 15_485_863 % Unit) : 0;
        return new(Key(string.Create(CultureInfo.InvariantCulture, $"{i}")), free, staked, owner, claim);
    }

    private static OldAccount Key(string name) => new(Keccak256.Hash(Encoding.ASCII.GetBytes($"governance demo old account {name}")));

    private static byte[] Lines(string heading, IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Prepend(heading).Select(line => line + "\n")));
}
