using System.Globalization;
using System.Numerics;

namespace Governance.Ethereum.Tests.Secp256k1;

public class SignatureTests
{
    private static readonly BigInteger N = BigInteger.Parse("0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(27, 0)]
    [InlineData(28, 1)]
    public void Reads_EverySpellingOfV_AsOneMeaning(byte v, byte recoveryId)
    {
        Signature.TryParse([.. Word(5), .. Word(7), v], out var signature, out var fault).ShouldBeTrue();
        fault.ShouldBe(SignatureFault.None);
        signature.RecoveryId.ShouldBe(recoveryId);
        signature.ToArray().ShouldBe([.. Word(5), .. Word(7), (byte)(27 + recoveryId)]);
    }

    [Fact]
    public void Refuses_EveryOtherV()
    {
        for (int v = 2; v < 256; v++)
        {
            if (v is 27 or 28) continue;
            Fault([.. Word(5), .. Word(7), (byte)v]).ShouldBe(SignatureFault.WrongV, $"v {v}");
        }
    }

    [Fact]
    public void Refuses_EveryOtherLength()
    {
        for (int length = 0; length < 200; length++)
            if (length is not (64 or 65)) Fault(new byte[length]).ShouldBe(SignatureFault.WrongLength, $"length {length}");
    }

    [Fact]
    public void Reads_CompactForm_AsTheSameSignature()
    {
        for (byte parity = 0; parity <= 1; parity++)
        {
            byte[] compact = [.. Word(5), .. Word(7)];
            compact[32] |= (byte)(parity << 7);
            Signature.TryParse(compact, out var signature, out _).ShouldBeTrue();
            Signature.TryParse([.. Word(5), .. Word(7), (byte)(27 + parity)], out var full, out _).ShouldBeTrue();
            signature.ShouldBe(full);
        }
    }

    [Fact]
    public void Knows_TheLimitsOfRAndS()
    {
        var max = (BigInteger.One << 256) - 1;
        foreach (var r in (BigInteger[])[0, N, N + 1, max]) Fault([.. Word(r), .. Word(1), 27]).ShouldBe(SignatureFault.RangeOfR);
        foreach (var s in (BigInteger[])[0, N, N + 1, max]) Fault([.. Word(1), .. Word(s), 27]).ShouldBe(SignatureFault.RangeOfS);
        foreach (var s in (BigInteger[])[(N + 1) / 2, N - 1]) Fault([.. Word(1), .. Word(s), 27]).ShouldBe(SignatureFault.HighS);
        foreach (var r in (BigInteger[])[1, N / 2, N - 1]) Fault([.. Word(r), .. Word(1), 27]).ShouldBe(SignatureFault.None);
        foreach (var s in (BigInteger[])[1, (N - 1) / 2]) Fault([.. Word(1), .. Word(s), 27]).ShouldBe(SignatureFault.None);
    }

    [Fact]
    public void Refused_LeavesNothingBehind()
    {
        Signature.TryParse([.. Word(5), .. Word(N - 1), 27], out var signature, out _).ShouldBeFalse();
        signature.ShouldBe(default);
    }

    private static SignatureFault Fault(byte[] bytes)
    {
        bool parsed = Signature.TryParse(bytes, out _, out var fault);
        parsed.ShouldBe(fault == SignatureFault.None);
        return fault;
    }

    private static byte[] Word(BigInteger value)
    {
        byte[] bytes = new byte[32];
        byte[] magnitude = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        magnitude.CopyTo(bytes, 32 - magnitude.Length);
        return bytes;
    }
}
