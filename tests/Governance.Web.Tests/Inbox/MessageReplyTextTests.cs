using System.Text;
using System.Text.Json;
using Governance.Ethereum;
using Governance.Ledger;
using Governance.Messages;
using Governance.Web.Inbox;

namespace Governance.Web.Tests.Inbox;

public sealed class MessageReplyTextTests
{
    [Fact]
    public void AnAnswerMadeOfPieces_IsTheOneThatIsDescribed()
    {
        using var signer = new LedgerSigner(SigningKey.FromPrivateKey([.. Enumerable.Repeat((byte)7, 32)]));
        var first = signer.Sign(5, LedgerLeaf.Hash([1]), DateTimeOffset.UnixEpoch);
        var second = signer.Sign(1_000_000_000_000, LedgerLeaf.Hash([2]), DateTimeOffset.UnixEpoch);
        Receipt[] receipts = [ReceiptOf(0, first), ReceiptOf(4, first), ReceiptOf(long.MaxValue, second)];

        foreach (var receipt in receipts)
            Encoding.UTF8.GetString(MessageReplyText.Of(receipt)).ShouldBe(JsonSerializer.Serialize(MessageReply.Of(receipt), MessageReplyJson.Default.MessageReply));

        Receipt ReceiptOf(long index, Checkpoint head)
        {
            byte[] envelope = Encoding.UTF8.GetBytes($"envelope {index}");
            var message = new StoredMessage(index, LedgerLeaf.Hash(envelope), "vote", "walkers.eth", signer.Address, signer.Address, 1, 2, envelope, "{}", 1);
            return new Receipt(message, head, signer.Address);
        }
    }
}
