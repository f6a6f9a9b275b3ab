using System.Globalization;
using Governance.Chains;
using Governance.Ethereum;

namespace Governance.Milestones;

/// <summary>A milestone that its chain answers.</summary>
/// <param name="At">The block at which it was asked.</param>
/// <param name="Answer">What its call gave there; null: nothing is called.</param>
public sealed record CheckedMilestone(MilestoneDefinition Definition, BlockPoint At, CallOutcome? Answer)
{
    /// <summary>Whether the condition holds there; null: only an event can tell.</summary>
    public bool? Holds => Answer is null ? null : MilestoneCalls.Read(Definition.Condition, Answer)?.Holds;

    /// <summary>The call's answer as text; null: nothing is called.</summary>
    public string? Value => Answer is null ? null : MilestoneCalls.Read(Definition.Condition, Answer)?.Value;
}

/// <summary>
/// Checks the milestones of a proposal before it is published: they decode, their dates come after the vote, and their contracts are there and
/// answer now. What a provider can not say is the portal's fault and may be tried again.
/// </summary>
public sealed class CheckMilestones(ChainRegistry chains)
{
    private static readonly AbiFunction OperationTime = AbiFunction.Parse("getTimestamp(bytes32)(uint256)");
    private static readonly AbiFunction Threshold = AbiFunction.Parse("getThreshold()(uint256)");

    /// <param name="plugins">The signed text.</param>
    /// <param name="votingEnds">Unix seconds.</param>
    public async Task<Outcome<IReadOnlyList<CheckedMilestone>>> RunAsync(string plugins, long votingEnds, CancellationToken cancellationToken)
    {
        var read = MilestonesPlugin.Read(plugins);
        if (read.Rejection is { } malformed) return malformed;
        var definitions = read.Value;
        for (int i = 0; i < definitions.Count; i++)
        {
            if (definitions[i].By <= votingEnds) return Named(MilestoneRejection.DateTooEarly, i, MilestoneRejection.DateTooEarly.Explanation);
            if (chains.Find(definitions[i].Chain) is null) return Named(MilestoneRejection.ChainNotFollowed, i, NotFollowed(definitions[i].Chain));
        }

        try
        {
            return await AskAsync(definitions, cancellationToken);
        }
        catch (RpcException fault)
        {
            return MilestoneRejection.NotChecked.Because($"The milestones could not be checked: {fault.Fault.Message}. Try again.");
        }
    }

    private async Task<Outcome<IReadOnlyList<CheckedMilestone>>> AskAsync(IReadOnlyList<MilestoneDefinition> definitions, CancellationToken ct)
    {
        var checkedOnes = new CheckedMilestone[definitions.Count];
        foreach (var ofChain in definitions.Select((definition, index) => (definition, index)).GroupBy(each => each.definition.Chain))
        {
            var client = chains.Client(ofChain.Key)!;
            var head = BlockPoint.Of(await client.GetBlockAsync(BlockTag.Latest, ct) ?? throw new RpcException("The provider names no latest block."));
            foreach (var (definition, index) in ofChain)
            {
                var outcome = await AskAsync(client, definition, head, ct);
                if (outcome.Rejection is { } refused) return Named(refused, index, refused.Explanation);
                checkedOnes[index] = outcome.Value;
            }
        }

        return checkedOnes;
    }

    private static async Task<Outcome<CheckedMilestone>> AskAsync(ChainClient client, MilestoneDefinition definition, BlockPoint head, CancellationToken ct)
    {
        var condition = definition.Condition;
        var at = BlockRef.At(head.Hash);
        if ((await client.GetCodeAsync(condition.Contract, at, ct)).Length == 0)
            return MilestoneRejection.NoContract.Because($"There is no contract at {condition.Contract} on eip155:{definition.Chain}.");
        var probe = condition switch
        {
            TimelockCondition timelock => new EthCall(timelock.Contract, OperationTime.Encode(timelock.Operation), MaxReturnBytes: AbiType.Word),
            SafeCondition safe => new EthCall(safe.Contract, Threshold.Encode(), MaxReturnBytes: AbiType.Word),
            _ => null,
        };
        if (probe is not null && (await client.CallManyAsync([probe], at, ct))[0].Returned is not { Length: AbiType.Word })
            return MilestoneRejection.NoAnswer.Because($"{condition.Contract} is no {(condition is SafeCondition ? "Safe" : "timelock")}: it does not answer as one.");
        if (condition.Call is not { } call) return new CheckedMilestone(definition, head, null);
        var answer = (await client.CallManyAsync([call], at, ct))[0];
        return MilestoneCalls.Read(condition, answer) is null
            ? MilestoneRejection.NoAnswer.Because($"{condition.Contract} does not answer as its signature says: {answer.Failure ?? "another form of answer"}.")
            : new CheckedMilestone(definition, head, answer);
    }

    private string NotFollowed(ulong chain)
    {
        var followed = chains.List();
        return $"This portal does not follow eip155:{chain}, so it could not say whether the milestone was met. It follows {(followed.Count == 0 ? "no chain" : string.Join(", ", followed.Select(each => each.Name)))}.";
    }

    private static Rejection Named(Rejection rejection, int index, string because) =>
        rejection.Because(string.Create(CultureInfo.InvariantCulture, $"Milestone {index + 1}: {because}"));
}
