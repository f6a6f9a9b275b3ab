using System.Globalization;
using Governance.Clients;

namespace Governance.Ethereum.Tests.Signatures;

/// <summary>Random signatures, half of them spoilt, against viem and ethers.</summary>
public sealed class SignatureClientTests
{
    private const int Count = 2000;

    [Fact]
    public async Task Recovers_AsViemAndEthersDo_AndRefusesWhatIsSpoilt()
    {
        var lines = await NodeClients.RunAsync("signatures.mjs", ["20261122", Count.ToString(CultureInfo.InvariantCulture)], null, TestContext.Current.CancellationToken);
        lines.Count.ShouldBe(Count);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            string? Text(string key) => lines[i].GetProperty(key).GetString();
            string? ours = Recover(Hash32.Parse(Text("digest")!), Text("signature")!);
            if (i % 2 == 0)
            {
                (ours, Text("viem"), Text("ethers")).ShouldBe((Text("signer"), Text("signer"), Text("signer")));
                good++;
                continue;
            }

            // Whoever is recovered from a spoilt signature is never the signer, and is whom the others recover.
            ours.ShouldNotBe(Text("signer"), lines[i].ToString());
            if (ours is not null) (Text("viem"), Text("ethers")).ShouldBe((ours, ours), lines[i].ToString());
            else refused++;
            if (Text("ethers") is null && Text("viem") is null) ours.ShouldBeNull(lines[i].ToString());
        }

        good.ShouldBe(Count / 2);
        refused.ShouldBeGreaterThan(Count / 4);
    }

    private static string? Recover(Hash32 digest, string signature) =>
        Hex.TryParse(signature, out byte[]? bytes) && Signature.TryParse(bytes, out var parsed, out _) && PublicKeyRecovery.TryRecover(digest, parsed, out var signer)
            ? signer.ToString()
            : null;
}
