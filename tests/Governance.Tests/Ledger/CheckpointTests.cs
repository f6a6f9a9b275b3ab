using System.Text;
using Governance.Ethereum;
using Governance.Ledger;

namespace Governance.Tests.Ledger;

public sealed class CheckpointTests
{
    private static readonly Hash32 Root = Keccak256.Hash("root"u8);

    [Fact]
    public void Text_IsC2spsThreeLines()
    {
        using var signer = new LedgerSigner(Signers.Named("ledger"));
        signer.Sign(17, Root, DateTimeOffset.UnixEpoch).Text.ShouldBe($"{signer.Origin}\n17\n{Convert.ToBase64String(Root.Bytes)}\n");
    }

    [Fact]
    public void Note_ReadsBack_AndNamesItsSigner()
    {
        using var signer = new LedgerSigner(Signers.Named("ledger"));
        var checkpoint = signer.Sign(17, Root, DateTimeOffset.UnixEpoch);
        var read = Checkpoint.ParseNote(checkpoint.Note(signer.Address)).ShouldNotBeNull();
        (read.Origin, read.Size, read.Root, read.Signer).ShouldBe((signer.Origin, 17, Root, signer.Address));
        // A witness's line is not ours to judge.
        Checkpoint.ParseNote(checkpoint.Note(signer.Address) + "— witness.example AAAA\n").ShouldNotBeNull();
    }

    [Fact]
    public void EveryChangedCharacter_OfANote_IsRefused()
    {
        using var signer = new LedgerSigner(Signers.Named("ledger"));
        var note = signer.Sign(17, Root, DateTimeOffset.UnixEpoch).Note(signer.Address);
        for (int i = 0; i < note.Length - 1; i++)
        {
            var changed = new StringBuilder(note) { [i] = note[i] == '7' ? '8' : '7' }.ToString();
            Checkpoint.ParseNote(changed).ShouldBeNull($"character {i}");
        }
    }
}
