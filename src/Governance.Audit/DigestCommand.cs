using System.Text.Json;
using Governance.Ethereum;

namespace Governance.Audit;

/// <summary>
/// What a wallet is asked to sign, or what was signed, computed here and now from the typed data alone: compare the digest with the one that a
/// hardware wallet shows. Ends with 0, or with 1 and one sentence that says why not.
/// </summary>
internal static class DigestCommand
{
    internal const string Usage = "digest typed-data.json [--signature 0x…]";

    internal static int Run(string[] arguments, TextWriter output, TextWriter errors) => arguments switch
    {
        [var file] => Run(file, null, output, errors),
        [var file, "--signature", var signature] => Run(file, signature, output, errors),
        _ => Refuse(errors, $"Usage: {Usage}"),
    };

    private static int Run(string file, string? signatureText, TextWriter output, TextWriter errors)
    {
        if (!TryRead(file, out var json, out string? fault)) return Refuse(errors, fault!);
        if (!TypedData.TryParse(json, out var typedData, out fault)) return Refuse(errors, $"{file} is not typed data that a wallet would sign: {fault}.");
        Address? signer = null;
        if (signatureText is not null)
        {
            if (!TryRecover(typedData.Digest, signatureText, out var recovered, out fault)) return Refuse(errors, fault!);
            signer = recovered;
        }

        output.WriteLine($"type              {typedData.EncodedType}");
        output.WriteLine($"type hash         {typedData.TypeHash}");
        output.WriteLine($"domain separator  {typedData.DomainSeparator}");
        output.WriteLine($"struct hash       {typedData.StructHash}");
        output.WriteLine($"digest            {typedData.Digest}");
        if (signer is { } account) output.WriteLine($"signer            {account}");
        return 0;
    }

    private static bool TryRead(string file, out JsonElement json, out string? fault)
    {
        json = default;
        fault = null;
        try
        {
            using var stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            json = document.RootElement.Clone();
            return true;
        }
        catch (JsonException invalid)
        {
            fault = $"{file} is not JSON (line {invalid.LineNumber + 1}, byte {invalid.BytePositionInLine + 1}).";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            fault = $"{file} cannot be read: {unreadable.Message}";
        }

        return false;
    }

    private static bool TryRecover(Hash32 digest, string text, out Address signer, out string? fault)
    {
        signer = default;
        fault = null;
        if (!Hex.TryParse(text, out byte[]? bytes)) fault = "The signature is not 0x and an even number of hexadecimal digits.";
        else if (!Signature.TryParse(bytes, out var signature, out var reason)) fault = Sentence(reason, bytes.Length);
        else if (!PublicKeyRecovery.TryRecover(digest, signature, out signer)) fault = "No key could have made this signature.";
        return fault is null;
    }

    private static string Sentence(SignatureFault reason, int length) => reason switch
    {
        SignatureFault.WrongLength => $"The signature has {length} bytes; a key's has 65, or 64 in the compact form (ERC-2098). A contract wallet's can only be checked on its chain.",
        SignatureFault.WrongV => "The signature's last byte v is none of 0, 1, 27 and 28.",
        SignatureFault.RangeOfR => "The signature's r is 0 or not below the order of the curve.",
        SignatureFault.RangeOfS => "The signature's s is 0 or not below the order of the curve.",
        SignatureFault.HighS => "The signature's s is in the upper half, which Ethereum does not accept (EIP-2).",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    private static int Refuse(TextWriter errors, string sentence)
    {
        errors.WriteLine(sentence);
        return 1;
    }
}
