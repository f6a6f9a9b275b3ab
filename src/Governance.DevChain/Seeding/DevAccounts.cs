using System.Text;
using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>
/// Keys that everybody can derive, so that a demo or a test is the same on every machine. They protect nothing:
/// whatever is sent to these accounts on a public chain is lost.
/// </summary>
public static class DevAccounts
{
    /// <summary>The key whose secret is keccak256("governance dev {role} {number}"), for example of voter 0.</summary>
    public static SigningKey Key(string role, int number = 0) =>
        SigningKey.FromPrivateKey(Keccak256.Hash(Encoding.UTF8.GetBytes($"governance dev {role} {number}")).Bytes);

    /// <summary>The first <paramref name="count"/> voters' keys, in order.</summary>
    public static IReadOnlyList<SigningKey> Voters(int count) => [.. Enumerable.Range(0, count).Select(number => Key("voter", number))];
}
