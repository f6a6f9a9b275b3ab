namespace Governance.Ethereum.Secp256k1.Lanes;

/// <summary>
/// Public-key recovery of many signatures side by side, in blocks. Exceptional cases of the group law are not handled in the lanes but found:
/// they leave a zero where the block inverts, which spoils that lane; its signatures are then recovered one by one. Nobody meets them by
/// chance, and whoever builds them only makes his neighbours' lane as slow as it would be alone.
/// </summary>
internal static class LaneRecovery<TVector, TLanes>
    where TVector : unmanaged
    where TLanes : struct, ILanes<TVector>
{
    private const int Vectors = LaneMemory<TVector, TLanes>.Vectors, KeySize = 64;

    internal static int BlockSize => Vectors * TLanes.Count;

    internal static void Recover(ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered)
    {
        var memory = LaneMemory<TVector, TLanes>.Rent();
        for (int start = 0; start < digests.Length; start += BlockSize)
        {
            int count = Math.Min(BlockSize, digests.Length - start);
            RecoverBlock(memory, digests.Slice(start, count), signatures.Slice(start, count), signers.Slice(start, count), recovered.Slice(start, count));
        }
        memory.Return();
    }

    private static void RecoverBlock(
        LaneMemory<TVector, TLanes> memory, ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<Address> signers, Span<bool> recovered)
    {
        int vectors = (digests.Length + TLanes.Count - 1) / TLanes.Count;
        uint spoiled = 0;
        ReadScalars(memory, vectors * TLanes.Count, digests, signatures, recovered);
        LiftEphemerals(memory, vectors, signatures, recovered);
        LaneTable<TVector, TLanes>.Fill(memory, vectors, ref spoiled);
        LaneSums<TVector, TLanes>.Fill(memory, vectors, ref spoiled);
        AddUp(memory, vectors);
        ToAffine(memory, vectors, ref spoiled);
        ReadAddresses(memory, signers);
        for (int i = 0; i < digests.Length; i++)
        {
            if ((spoiled & (1u << (i % TLanes.Count))) != 0)
                recovered[i] = PublicKeyRecovery.TryRecover(digests[i], signatures[i], out signers[i]);
            else if (!recovered[i])
                signers[i] = default;
        }
    }

    /// <summary>
    /// u₁ = -z/r and u₂ = s/r as digits, and r into the lanes as x. Places without a signature, or with one that is out of range, compute
    /// on r = s = z = 1 (x = 1 is on the curve) and are not read.
    /// </summary>
    private static void ReadScalars(
        LaneMemory<TVector, TLanes> memory, int places, ReadOnlySpan<Hash32> digests, ReadOnlySpan<Signature> signatures, Span<bool> recovered)
    {
        Span<Scalar> r = stackalloc Scalar[places], s = stackalloc Scalar[places], inverses = stackalloc Scalar[places];
        for (int i = 0; i < places; i++)
        {
            bool isRead = i < digests.Length && PublicKeyRecovery.TryRead(signatures[i], out r[i], out s[i]);
            if (!isRead) r[i] = s[i] = Scalar.One;
            if (i < digests.Length) recovered[i] = isRead;
        }
        Scalar.InvertAll(r, inverses);
        for (int i = 0; i < places; i++)
        {
            var z = i < digests.Length ? Scalar.Reduce(Limbs.FromBigEndian(digests[i].Bytes)) : Scalar.One;
            var generatorFactor = Scalar.Negate(Scalar.Multiply(z, inverses[i]));
            var pointFactor = Scalar.Multiply(s[i], inverses[i]);
            LaneDigits.Write(memory.Digits, i / TLanes.Count, i % TLanes.Count, TLanes.Count, generatorFactor, pointFactor);
            memory.Ephemerals[i / TLanes.Count].X.Set(i % TLanes.Count, TLanes.Count, new FieldElement(r[i].Limbs));
        }
    }

    /// <summary>y = √(x³ + 7) of the parity that the recovery id asks for; no root, no point.</summary>
    private static void LiftEphemerals(LaneMemory<TVector, TLanes> memory, int vectors, ReadOnlySpan<Signature> signatures, Span<bool> recovered)
    {
        var points = memory.Ephemerals[..vectors];
        var squares = memory.Values[..vectors];
        var roots = memory.Prefixes[..vectors];
        var minusSeven = new LaneElement<TVector> { L0 = TLanes.FromNumber(-7) };
        for (int v = 0; v < vectors; v++)
        {
            LaneField<TVector, TLanes>.Square(ref squares[v], points[v].X);
            LaneField<TVector, TLanes>.MultiplyMinus(ref squares[v], squares[v], points[v].X, minusSeven);
            roots[v] = squares[v];
        }
        LaneSquareRoot<TVector, TLanes>.Compute(roots, memory.Scratch);
        for (int v = 0; v < vectors; v++)
        {
            // y² - (x³ + 7) is zero where there is a root.
            LaneField<TVector, TLanes>.SquareMinus(ref squares[v], roots[v], squares[v], default);
            points[v].Y = roots[v];
        }
        for (int i = 0; i < signatures.Length; i++)
        {
            ref var y = ref points[i / TLanes.Count].Y;
            int lane = i % TLanes.Count;
            recovered[i] &= squares[i / TLanes.Count].Get(lane, TLanes.Count).IsZero;
            var root = y.Get(lane, TLanes.Count);
            if (root.IsOdd != (signatures[i].RecoveryId == 1)) y.Set(lane, TLanes.Count, FieldElement.Negate(root));
        }
    }

    /// <summary>The windows from the top: as many doublings as a window has bits, then its sum.</summary>
    private static void AddUp(LaneMemory<TVector, TLanes> memory, int vectors)
    {
        var scratch = memory.Scratch;
        for (int window = LaneMemory<TVector, TLanes>.Windows - 1; window >= 0; window--)
        {
            for (int v = 0; v < vectors; v++)
            {
                ref var result = ref memory.Results[v];
                ref var sum = ref memory.Sums[(window * Vectors) + v];
                if (window == LaneMemory<TVector, TLanes>.Windows - 1)
                {
                    (result.X, result.TwiceY, result.Z) = (sum.X, sum.Y, LaneInversion<TVector, TLanes>.One());
                    continue;
                }
                for (int bit = 0; bit < LaneTable.Width; bit++) LaneGroup<TVector, TLanes>.Double(ref result, scratch);
                LaneGroup<TVector, TLanes>.Add(ref result, sum, scratch);
            }
        }
    }

    /// <summary>(X/Z², 2Y/Z³), in place.</summary>
    private static void ToAffine(LaneMemory<TVector, TLanes> memory, int vectors, ref uint spoiled)
    {
        var values = memory.Values[..vectors];
        for (int v = 0; v < vectors; v++) values[v] = memory.Results[v].Z;
        LaneInversion<TVector, TLanes>.Invert(values, memory.Prefixes, ref spoiled);
        ref var square = ref memory.Scratch[0];
        for (int v = 0; v < vectors; v++)
        {
            ref var result = ref memory.Results[v];
            LaneField<TVector, TLanes>.Square(ref square, values[v]);
            LaneField<TVector, TLanes>.Multiply(ref result.X, result.X, square);
            LaneField<TVector, TLanes>.Multiply(ref square, square, values[v]);
            LaneField<TVector, TLanes>.Multiply(ref result.TwiceY, result.TwiceY, square);
        }
    }

    private static void ReadAddresses(LaneMemory<TVector, TLanes> memory, Span<Address> signers)
    {
        Span<byte> keys = stackalloc byte[KeySize * BlockSize];
        Span<Hash32> hashes = stackalloc Hash32[BlockSize];
        keys = keys[..(KeySize * signers.Length)];
        hashes = hashes[..signers.Length];
        for (int i = 0; i < signers.Length; i++)
        {
            ref var result = ref memory.Results[i / TLanes.Count];
            int lane = i % TLanes.Count;
            var y = FieldElement.Halve(result.TwiceY.Get(lane, TLanes.Count));
            PublicKeyRecovery.WriteKey(new AffinePoint(result.X.Get(lane, TLanes.Count), y), keys.Slice(KeySize * i, KeySize));
        }
        KeccakLanes.HashMany(keys, KeySize, hashes);
        for (int i = 0; i < signers.Length; i++) signers[i] = PublicKeyRecovery.AddressOf(hashes[i]);
    }
}
