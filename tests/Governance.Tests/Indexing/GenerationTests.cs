using Governance.Chains;
using Governance.Ethereum;
using Governance.Execution;
using Governance.Tests.Execution.Lifecycles;

namespace Governance.Tests.Indexing;

/// <summary>What the chain says of each generation, read from contracts that were really deployed.</summary>
public sealed class GenerationTests
{
    private static readonly BallotForm FormerBallot = new(BallotContent.Support, "", "1", BallotNonces.None, true, GovernorSignatureRule.KeyOnly);
    private static readonly BallotForm Ballot = new(BallotContent.VoterAndNonce, "", "1", BallotNonces.Plain, true, GovernorSignatureRule.CodeDecides);
    private static readonly GovernorGeneration Controlled = GovernorGeneration.Plain with { Timelock = TimelockKind.Controller, Ballots = Ballot };

    public static TheoryData<string, string, GovernorGeneration> Found() => new()
    {
        { "simple", "PhaGovernor", Controlled },
        { "late quorum by seconds", "PhaGovernor", Controlled with { LateQuorumExtension = 12 } },
        { "fractional", "FractionalGovernor", GovernorGeneration.Plain with { HasFractions = true, Ballots = Ballot } },
        { "overridable", "OverridableGovernor", GovernorGeneration.Plain with { HasOverrides = true, Ballots = Ballot } },
        { "super quorum", "SuperQuorumGovernor", Controlled with { HasSuperQuorum = true } },
        { "sequential, stored, guarded", "PhaGovernor", Controlled with { Ballots = Ballot with { Nonces = BallotNonces.Keyed } } },
        { "Compound style", "CompoundStyleGovernor", GovernorGeneration.Plain with { Timelock = TimelockKind.Compound, GraceSeconds = Stage.GraceSeconds, LateQuorumExtension = 4, HasFractions = true, Ballots = Ballot } },
        { "4.9", "FormerGovernor", Controlled with { Ballots = FormerBallot } },
        { "4.9 bravo", "FormerBravoGovernor", GovernorGeneration.Plain with { Timelock = TimelockKind.Compound, GraceSeconds = Stage.GraceSeconds, Ballots = FormerBallot } },
        { "bravo", "Compound Governor Bravo", new(GovernorFamily.Bravo, TimelockKind.Compound, Stage.GraceSeconds, false, null, false, false, FormerBallot with { DomainVersion = null, HasExtended = false }) },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public async Task AGenerationIsFoundOnTheChain(string name, string governorName, GovernorGeneration expected)
    {
        await using var stage = await Stage.SetAsync(Generations.Named(name) with { Proposers = 0 });
        await using var portal = await IndexingPortal.StartAsync(new FollowedChain(stage.Anvil.Client, [new FollowedGovernor(stage.Governor, GovernorStory.Space)], 0));
        await portal.CatchUpAsync();

        var governor = (await portal.Get<GovernorStore>().ListAsync()).Single();
        governor.Generation.ShouldBe(expected with { Ballots = expected.Ballots! with { DomainName = governorName } });
        (governor.Name, governor.Token, governor.Symbol, governor.Decimals).ShouldBe((governorName, stage.Token.Address, "PHA", 18));
        (governor.Timelock ?? default, governor.CountsSeconds).ShouldBe((stage.Timelock, stage.Generation.CountsSeconds));
        governor.QuorumType.ShouldBe(name.Contains("bravo", StringComparison.Ordinal) ? "for" : "for-abstain");
    }
}
