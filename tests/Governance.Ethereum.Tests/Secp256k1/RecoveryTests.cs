using System.Text.Json;

namespace Governance.Ethereum.Tests.Secp256k1;

public class RecoveryTests
{
    [Fact]
    public void Recovers_TheSignersOfGovernorBallots_FromBothForms_AndRefusesHighS()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "governor-ballots.json")));
        var ballots = vectors.RootElement.GetProperty("ballots").EnumerateArray().ToList();
        ballots.Count.ShouldBe(7);
        foreach (var ballot in ballots)
        {
            var digest = Hash32.Parse(Text(ballot, "digest"));
            foreach (string form in (string[])["signature", "erc2098"])
            {
                Signature.TryParse(Hex.Parse(Text(ballot, form)), out var signature, out _).ShouldBeTrue();
                PublicKeyRecovery.TryRecover(digest, signature, out var signer).ShouldBeTrue();
                signer.ToString().ShouldBe(Text(ballot, "signer"));
            }
            Signature.TryParse(Hex.Parse(Text(ballot, "highS_must_reject")), out _, out var fault).ShouldBeFalse();
            fault.ShouldBe(SignatureFault.HighS);
        }
    }

    [Fact]
    public void Recovers_AsTheReferenceLibrary_OneByOne()
    {
        var random = new Random(4);
        for (int i = 0; i < 2_000; i++)
        {
            var (digest, signature) = i % 2 == 0 ? Samples.Signed(random) : Samples.Unsigned(random);
            Recover(digest, signature).ShouldBe(Samples.Expected(digest, signature), signature.ToString());
        }
    }

    internal static Address? Recover(in Hash32 digest, in Signature signature) =>
        PublicKeyRecovery.TryRecover(digest, signature, out var signer) ? signer : null;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
