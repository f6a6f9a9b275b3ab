using System.Numerics;
using Governance.Reconciliations;
using Governance.Recounts;
using Governance.Tests.Migration;

namespace Governance.Tests.Reconciliations;

/// <summary>Whether the sources of a migration's vote add up to the token's supply, on two real chains.</summary>
public sealed class ReconcileSourcesTests
{
    private static readonly BigInteger Pha = BigInteger.Pow(10, 18);

    [Fact]
    public async Task AMigration_AddsUpToTheSupply_ToTheLastBaseUnit()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        var proposal = await story.PublishAsync(portal);

        var reading = (await portal.Get<ReconcileSources>().RunAsync(proposal, TestContext.Current.CancellationToken)).Value;

        reading.Sources.Select(source => source.Counted).ShouldBe([(140 * Pha) + 1_000_000, 60 * Pha, 200 * Pha, 12 * Pha]);
        reading.Sources.Select(source => source.Chain).ShouldBe(["eip155:31337", "eip155:31337", "eip155:2035", "polkadot:1bb969d85965e4bb5a651abbedf21a54"]);
        reading.Sources[0].Excluded.Select(custody => custody.Amount).ShouldBe([79 * Pha, 200 * Pha, (11 * Pha) - 1_000_000, 570 * Pha]);
        reading.Sources[0].Block.ShouldBe(story.Snapshot);
        reading.Sources[1].Parts.Select(part => (part.Label, part.Amount)).ShouldBe([("Worth of shares beyond one token each", 13 * Pha)]);
        reading.Sources[3].Parts.Select(part => (part.Label, part.Amount)).ShouldBe([("Unclaimed", (5 * Pha) - 1_000_000), ("Paid out by claims", (60 * Pha) + 1_000_000)]);
        reading.Sources[3].Excluded.ShouldHaveSingleItem().Account.ShouldBe(MigrationStory.Old(4).ToSs58(30));
        var supply = reading.Supply.ShouldNotBeNull();
        (supply.Amount, supply.Minted, supply.Difference).ShouldBe((1_000 * Pha, 1_000 * Pha, BigInteger.Zero));
        supply.Backings.ShouldAllBe(backing => backing.Difference == 0 && backing.Locked > 0);
        Sum(supply).ShouldBe(supply.Amount);

        // Kept: it is the same when the chains are gone.
        await story.DisposeAsync();
        var again = (await portal.Get<ReconcileSources>().RunAsync(proposal, TestContext.Current.CancellationToken)).Value;
        ReconciliationStore.Write(again).ShouldBe(ReconciliationStore.Write(reading));
        portal.Get<Recount>().Run(TestContext.Current.CancellationToken).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task OneBaseUnitTooMany_IsShown_AndSoIsWhatNothingBacks()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        var odd = (await ReadAsync(story, portal, story.Settings(json => json["strategies"]![0]!["params"]!["supply"] = "1000.000000000000000001"))).Supply.ShouldNotBeNull();
        (odd.Difference, odd.Lines.Single(line => line.Kind == "difference").Amount).ShouldBe((1, 1));
        Sum(odd).ShouldBe(odd.Amount);

        // The bridge's custody is said to back nothing: then the layer 2's tokens are counted without being locked anywhere.
        var unbacked = (await ReadAsync(story, portal, story.Settings(json => json["strategies"]![0]!["params"]!["exclude"]![1]!.AsObject().Remove("backs")))).Supply.ShouldNotBeNull();
        unbacked.Difference.ShouldBe(200 * Pha);
        unbacked.Lines.Where(line => line.Kind == "difference").Select(line => (line.Label, line.Amount)).ShouldBe([("PHA on the L2", -200 * Pha)]);
        unbacked.Lines.ShouldContain(line => line.Kind == "excluded" && line.Amount == 200 * Pha);
        Sum(unbacked).ShouldBe(unbacked.Amount);

        // Counted twice: what was claimed is said to count here, and counts as ERC-20 too.
        var twice = (await ReadAsync(story, portal, story.Settings(json => json["strategies"]![3]!["params"]!["claimed"] = "here"))).Supply.ShouldNotBeNull();
        twice.Lines.Where(line => line.Kind == "difference").Select(line => (line.Label, line.Amount)).ShouldBe([("old PHA", (-60 * Pha) - 1_000_000)]);

        (await ReadAsync(story, portal, story.Settings(json => json["strategies"]![0]!["params"]!.AsObject().Remove("supply")))).Supply.ShouldBeNull();
    }

    [Fact]
    public async Task SharesCountedAsAssets_LeaveOnlyTheRounding()
    {
        await using var story = await MigrationStory.TellAsync();
        await using var portal = await story.OpenPortalAsync();
        var reading = await ReadAsync(story, portal, story.Settings(vaultStrategy: "erc4626-assets-of"));

        var vault = reading.Sources[1];
        vault.Total.ShouldBe(79 * Pha);
        vault.Counted!.Value.ShouldBeInRange((79 * Pha * 60 / 66) - 2, 79 * Pha * 60 / 66);
        vault.Parts.Single().Label.ShouldBe("Rounding");
        // The claim contract's six shares are worth more by now than the six old tokens that they stand for: shown, not hidden.
        var supply = reading.Supply.ShouldNotBeNull();
        supply.Lines.Single(line => line.Kind == "difference").Amount.ShouldBeInRange((79 * Pha * 6 / 66) - (6 * Pha) - 2, (79 * Pha * 6 / 66) - (6 * Pha));
        Sum(supply).ShouldBe(supply.Amount);
    }

    private static BigInteger Sum(SupplyAccount supply) => supply.Lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Amount);

    private static async Task<Reconciliation> ReadAsync(MigrationStory story, TestPortal portal, string settings)
    {
        portal.Clock.Now += TimeSpan.FromSeconds(1);
        var reading = await portal.Get<ReconcileSources>().RunAsync(await story.PublishAsync(portal, settings), TestContext.Current.CancellationToken);
        reading.Rejection.ShouldBeNull();
        return reading.Value;
    }
}
