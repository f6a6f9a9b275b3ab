using System.Text.Json;
using Governance.Clients;

namespace Governance.Ethereum.Tests.TypedData;

using TypedData = Governance.Ethereum.TypedData;

/// <summary>Random typed data against viem and ethers: the same hash where both have one, refused where either refuses.</summary>
public sealed class TypedDataClientTests
{
    private const int Count = 1500;

    [Fact]
    public async Task Hashes_AndRecovers_AsViemAndEthersDo()
    {
        var lines = await NodeClients.RunAsync("typed-data.mjs", ["20261122", Count.ToString(System.Globalization.CultureInfo.InvariantCulture)], null, TestContext.Current.CancellationToken);
        lines.Count.ShouldBe(Count);
        int hashed = 0;
        int refused = 0;
        foreach (var line in lines)
        {
            string? viem = line.GetProperty("viem").GetString();
            string? ethers = line.GetProperty("ethers").GetString();
            bool isOurs = TypedData.TryParse(line.GetProperty("typedData"), out var ours, out string? fault);
            if (viem is null || ethers is null)
            {
                isOurs.ShouldBeFalse($"viem {viem ?? "refuses"}, ethers {ethers ?? "refuses"}: {line}");
                fault.ShouldNotBeNullOrEmpty();
                refused++;
                continue;
            }

            viem.ShouldBe(ethers, line.ToString());
            isOurs.ShouldBeTrue($"{fault}: {line}");
            ours!.Digest.ToString().ShouldBe(ethers, line.ToString());
            Recover(ours.Digest, line.GetProperty("signature").GetString()!).ShouldBe(line.GetProperty("signer").GetString());
            hashed++;
        }

        hashed.ShouldBeGreaterThan(1000);
        refused.ShouldBeGreaterThan(200);
    }

    private static string Recover(Hash32 digest, string signature)
    {
        Signature.TryParse(Hex.Parse(signature), out var parsed, out var fault).ShouldBeTrue(fault.ToString());
        PublicKeyRecovery.TryRecover(digest, parsed, out var signer).ShouldBeTrue();
        return signer.ToString();
    }
}
