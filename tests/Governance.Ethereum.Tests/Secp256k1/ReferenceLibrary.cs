using System.Runtime.InteropServices;

namespace Governance.Ethereum.Tests.Secp256k1;

/// <summary>
/// Debian's libsecp256k1 by P/Invoke: the independent answer for tests and the benchmark's anchor. The product never loads it.
/// </summary>
internal static unsafe partial class ReferenceLibrary
{
    private const string Name = "secp256k1";
    private const uint Uncompressed = 2;

    private static readonly nint Context = Load();

    /// <summary>Recovers the 64 bytes x ‖ y of the key; false where there is none.</summary>
    internal static bool TryRecover(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> rs, int recoveryId, Span<byte> key)
    {
        byte* signature = stackalloc byte[65];
        byte* point = stackalloc byte[64];
        byte* serialized = stackalloc byte[65];
        fixed (byte* digestBytes = digest, rsBytes = rs)
        {
            if (ParseCompact(Context, signature, rsBytes, recoveryId) != 1) return false;
            if (Recover(Context, point, signature, digestBytes) != 1) return false;
        }
        nuint length = 65;
        if (Serialize(Context, serialized, &length, point, Uncompressed) != 1) return false;
        new ReadOnlySpan<byte>(serialized + 1, 64).CopyTo(key);
        return true;
    }

    /// <summary>Signs deterministically (RFC 6979), low s; false where the secret is not a key.</summary>
    internal static bool TrySign(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> secret, Span<byte> rs, out int recoveryId)
    {
        byte* signature = stackalloc byte[65];
        int id;
        fixed (byte* digestBytes = digest, secretBytes = secret, rsBytes = rs)
        {
            recoveryId = 0;
            if (Sign(Context, signature, digestBytes, secretBytes, 0, 0) != 1) return false;
            if (SerializeCompact(Context, rsBytes, &id, signature) != 1) return false;
            recoveryId = id;
            return true;
        }
    }

    private static nint Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(ReferenceLibrary).Assembly, static (name, _, _) =>
        {
            if (name != Name) return 0;
            foreach (string file in (string[])["libsecp256k1.so.1", "libsecp256k1.so.0", "libsecp256k1.so.2"])
                if (NativeLibrary.TryLoad(file, out nint handle)) return handle;
            throw new DllNotFoundException("libsecp256k1 is missing, which answers are compared with: apt-get install libsecp256k1-1");
        });
        const uint verify = 0x101, sign = 0x201;
        return CreateContext(verify | sign);
    }

    [LibraryImport(Name, EntryPoint = "secp256k1_context_create")]
    private static partial nint CreateContext(uint flags);

    [LibraryImport(Name, EntryPoint = "secp256k1_ecdsa_recoverable_signature_parse_compact")]
    private static partial int ParseCompact(nint context, byte* signature, byte* rs, int recoveryId);

    [LibraryImport(Name, EntryPoint = "secp256k1_ecdsa_recover")]
    private static partial int Recover(nint context, byte* key, byte* signature, byte* digest);

    [LibraryImport(Name, EntryPoint = "secp256k1_ec_pubkey_serialize")]
    private static partial int Serialize(nint context, byte* output, nuint* length, byte* key, uint flags);

    [LibraryImport(Name, EntryPoint = "secp256k1_ecdsa_sign_recoverable")]
    private static partial int Sign(nint context, byte* signature, byte* digest, byte* secret, nint nonceFunction, nint nonceData);

    [LibraryImport(Name, EntryPoint = "secp256k1_ecdsa_recoverable_signature_serialize_compact")]
    private static partial int SerializeCompact(nint context, byte* rs, int* recoveryId, byte* signature);
}
