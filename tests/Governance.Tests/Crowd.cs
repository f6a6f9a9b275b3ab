using Governance.Database;
using Governance.Inbox;
using Governance.Messages;
using Governance.Votes;

namespace Governance.Tests;

/// <summary>Votes that the writer meets in one group, in this order, as a crowd's are: verified, and queued while it is busy.</summary>
internal static class Crowd
{
    internal static async Task<IReadOnlyList<ArrivingVote>> StoreTogetherAsync(TestPortal portal, IEnumerable<SignedMessage> votes)
    {
        var arriving = new List<ArrivingVote>();
        foreach (var vote in votes)
        {
            var envelope = Envelope.Read(vote.Body, portal.Clock.Now).Value;
            var verified = await portal.Get<VoteVerifier>().VerifyAsync(new AuthenticEnvelope(envelope, portal.Clock.Now, SignatureEvidence.ByKey), TestContext.Current.CancellationToken);
            arriving.Add(new ArrivingVote(vote.Body, portal.Clock.Now, portal.Get<CastVote>()) { Envelope = envelope, IsByKey = true, Verified = verified.Value });
        }

        // Busy in a group of its own: only then is the next one known.
        using ManualResetEventSlim entered = new(), gate = new();
        var busy = portal.Get<Writer>().RunAsync(_ =>
        {
            entered.Set();
            gate.Wait();
        });
        entered.Wait();
        portal.Get<Writer>().Add(arriving);
        gate.Set();
        await busy;
        await Task.WhenAll(arriving.Select(vote => vote.Decided));
        return arriving;
    }
}
