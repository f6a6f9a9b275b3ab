using Governance.Actions;
using Governance.Ethereum;

namespace Governance.Execution;

/// <summary>Tries a governor proposal's actions in its executor's name, for whoever asks; the same answer serves all who ask within some seconds.</summary>
public sealed class SimulateProposal(SimulateCalls simulate, TimeProvider clock)
{
    private const int MaxRemembered = 256;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset At, Task<Simulation> Answer)> _recent = new(StringComparer.Ordinal);

    /// <exception cref="RpcException">The chain does not answer: nobody knows.</exception>
    public Task<Simulation> RunAsync(string proposalId, ProposalExecution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (_recent.TryGetValue(proposalId, out var recent) && now - recent.At < Remembered && !recent.Answer.IsFaulted) return recent.Answer;
            if (_recent.Count >= MaxRemembered) _recent.Clear();
            var answer = AskAsync(execution);
            _recent[proposalId] = (now, answer);
            return answer;
        }
    }

    // Nobody's leaving the page cancels it: others may wait for the same answer.
    private Task<Simulation> AskAsync(ProposalExecution execution) => simulate.RunAsync(
        execution.Governor.Chain, ProposalActions.ExecutorOf(execution.Governor),
        [.. execution.Parts.Actions.Select(action => new TriedCall(action.Target, action.Value, action.Payload))], ProposalActions.NamesOf(execution.Governor), CancellationToken.None);
}
