using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>Which Ethereum account speaks for which old account, as the operator attests by a file whose hash everybody sees.</summary>
public sealed class LinkList
{
    public static readonly LinkList Empty = new([]);

    private readonly Dictionary<OldAccount, Address> _receivers;

    private LinkList(Dictionary<OldAccount, Address> receivers) => _receivers = receivers;

    public int Count => _receivers.Count;

    public Address? Of(OldAccount account) => _receivers.TryGetValue(account, out var receiver) ? receiver : null;

    /// <summary>Reads <c>account,receiver</c>, one link a line; a first line of just these words is a heading. Several accounts may have one receiver.</summary>
    /// <exception cref="FormatException">A line is not that, or one account is linked twice: the message has the line's number.</exception>
    public static LinkList Parse(string name, byte[] content)
    {
        var receivers = new Dictionary<OldAccount, Address>();
        foreach (var line in ListLines.Read(name, content, "account,receiver"))
        {
            if (line.Fields is not [var accountText, var receiverText] || !OldAccount.TryParse(accountText, out var account)
                || !Address.TryParse(receiverText, out var receiver) || receiver.IsZero)
                throw line.Wrong("an old account (SS58 or 0x and 64 digits) and the Ethereum address that speaks for it");
            if (!receivers.TryAdd(account, receiver)) throw line.Wrong($"new: {account} is linked twice, perhaps in two spellings");
        }

        return new LinkList(receivers);
    }
}
