using System.Numerics;
using System.Text;
using Governance.Database;
using Governance.Ethereum;
using Governance.Inbox;
using Governance.Ledger;
using Governance.Proposals;
using Governance.Spaces;
using Governance.Strategies;
using Microsoft.Extensions.DependencyInjection;

namespace Governance.Benchmarks.Portals;

/// <summary>
/// Fills a portal with one proposal and its votes by its own door, so that everything that a vote leaves behind is there: messages, leaves,
/// heads, the count. A 32nd of the votes replaces an earlier one. Powers were read before, at a pinned block; the clock moves on a second a vote.
/// </summary>
internal sealed class PortalMaker : IAsyncDisposable
{
    internal const string Space = "million.bench";

    /// <summary>When voting began: 1 January 2025. It ends in 2051, so that its pages are those of an open vote.</summary>
    internal const long Opened = 1_735_689_600;

    private const long Ends = 2_556_144_000;
    private const int Part = 16_384, AtOnce = 512, Every = 32;

    private const string Settings = """
        {"name":"A large space","network":"1","symbol":"PHA","voting":{"quorum":1000000},
         "strategies":[{"name":"erc20-votes","params":{"address":"0x6c5bA91642F10282b576d91922Ae6448C9d52f4E","symbol":"PHA","decimals":18}}]}
        """;

    private readonly StoppedClock _clock = new(Opened);
    private readonly ServiceProvider _portal;
    private readonly int _seed;

    internal PortalMaker(string folder, int seed)
    {
        _seed = seed;
        // The same ledger's key in every run.
        File.WriteAllText(Path.Combine(folder, "ledger.key"), Keccak256.Hash(Encoding.ASCII.GetBytes($"benchmark ledger {seed}")).ToString());
        _portal = PortalServices.Open(folder, Space, _clock);
        Migrator.Run(_portal.GetRequiredService<Db>());
    }

    /// <param name="stored">Told after each part how many votes are stored.</param>
    /// <returns>The proposal's id.</returns>
    internal async Task<string> FillAsync(int votes, Action<int> stored)
    {
        var settings = SpaceSettings.Read(Settings, _portal.GetRequiredService<StrategyRegistry>());
        await _portal.GetRequiredService<OpenHostedSpaces>().OpenAsync(Space, settings.Value);
        var proposal = await PublishAsync();
        var ballots = new BulkBallots(Space, proposal.Id, _seed);
        var next = Task.Run(() => Make(ballots, 0, votes));
        for (int start = 0; start < votes; start += Part)
        {
            var part = await next;
            int after = start + Part;
            // The next are signed while these are stored.
            next = Task.Run(() => Make(ballots, after, votes));
            await StoreAsync(proposal, part, start);
            stored(start + part.Length);
        }

        return proposal.Id;
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private async Task<Proposal> PublishAsync()
    {
        using var author = SigningKey.FromPrivateKey(Keccak256.Hash("benchmark author"u8).Bytes);
        var request = new ProposalRequest("Leave the parachain", "Shall we **move**?\n\nTokens 1:1, staking uninterrupted.", "", ["For", "Against", "Abstain"], "basic", Opened, Ends, (long)OneBlockChain.Number);
        var receipt = await AcceptAsync(BulkBallots.Envelope(author, ProposalTypedData.Proposal(Space, author.Address, request, _clock.GetUtcNow())));
        return (await _portal.GetRequiredService<ProposalStore>().FindAsync(receipt.Message.Id.ToString()))!;
    }

    private static BulkBallot[] Make(BulkBallots ballots, int start, int votes)
    {
        var made = new BulkBallot[Math.Max(0, Math.Min(Part, votes - start))];
        Parallel.For(0, made.Length, i => made[i] = ballots.Make(start + i, VoterOf(start + i, start), Opened + start + i));
        return made;
    }

    // Whoever votes again did so first in an earlier part, and only once: within a part the order of arrival is anybody's.
    private static int VoterOf(int vote, int partStart)
    {
        if (vote % Every != Every - 1) return vote;
        int earlier = vote / Every * (Every - 1);
        if (earlier % Every == Every - 1) earlier--;
        return earlier < partStart ? earlier : vote;
    }

    private async Task StoreAsync(Proposal proposal, BulkBallot[] part, int start)
    {
        var writer = _portal.GetRequiredService<Writer>();
        foreach (var known in part.Chunk(1_024))
        {
            await writer.RunAsync(scope =>
            {
                foreach (var ballot in known) PowerStore.Keep(scope, proposal.Key, ballot.Voter, PowerOf(ballot.Voter, proposal.Rules.Snapshots[0]));
            });
        }

        _clock.Seconds = Opened + start + part.Length;
        await Parallel.ForEachAsync(part, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (ballot, _) => await AcceptAsync(ballot.Body));
    }

    // From a millionth of a token to some millions, most of them small: as balances are.
    private static PowerReading PowerOf(Address voter, SnapshotBlock block)
    {
        var random = new Random(BitConverter.ToInt32(voter.Bytes[..4]));
        var units = VotingPower.FromBigInteger(new BigInteger(random.NextInt64(1, 1_000_000_000_000)) * BigInteger.Pow(10, random.Next(1, 13)) + 1);
        return new PowerReading([new PowerSource("erc20-votes", "PHA", units, 18, units, block, $"PHA on chain 1 as it stood at block {block.Number}.") { SingleSource = true }], 18);
    }

    private async Task<Receipt> AcceptAsync(byte[] body)
    {
        var outcome = await _portal.GetRequiredService<AcceptMessage>().RunAsync(body, CancellationToken.None);
        return outcome.Rejection is { } refused ? throw new InvalidOperationException($"{refused.Code}: {refused.Explanation}") : outcome.Value;
    }
}
