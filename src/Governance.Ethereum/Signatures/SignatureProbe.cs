namespace Governance.Ethereum;

/// <summary>
/// Asks an account on the chain, in one call and without deploying anything, whether it accepts a signature; see SignatureProbe.sol,
/// from which these bytes are compiled (a test compiles it again and compares).
/// </summary>
internal static class SignatureProbe
{
    internal const string Bytecode =
        "0x"
        + "608060405234801561001057600080fd5b506040516102db3803806102db83398101604081905261002f9161020c565b600061003c86868661008b565b905080158015610054"
        + "57506001600160a01b03831615155b156100815760008060008451602086016000885af19050801561007f5761007c87878761008b565b91505b505b8060005260206000f35b"
        + "600080631626ba7e84846040516024016100a69291906102a0565b6040516020818303038152906040529060e01b6020820180516001600160e01b0383818316178352505050"
        + "509050600080600080600052602060008551602087018b5afa925060005191503d9050828015610102575060208110155b80156101145750630b135d3f60e11b82145b61011f"
        + "576000610121565b805b98975050505050505050565b80516001600160a01b038116811461014457600080fd5b919050565b634e487b7160e01b600052604160045260246000"
        + "fd5b60005b8381101561017a578181015183820152602001610162565b50506000910152565b600082601f83011261019457600080fd5b81516001600160401b038111156101"
        + "ad576101ad610149565b604051601f8201601f19908116603f011681016001600160401b03811182821017156101db576101db610149565b6040528181528382016020018510"
        + "156101f357600080fd5b61020482602083016020870161015f565b949350505050565b600080600080600060a0868803121561022457600080fd5b61022d8661012d565b6020"
        + "870151604088015191965094506001600160401b0381111561025057600080fd5b61025c88828901610183565b93505061026b6060870161012d565b60808701519092506001"
        + "600160401b0381111561028757600080fd5b61029388828901610183565b9150509295509295909350565b82815260406020820152600082518060408401526102c581606085"
        + "016020870161015f565b601f01601f191691909101606001939250505056fe";

    private static readonly byte[] InitCode = Hex.Parse(Bytecode);
    private static readonly AbiParameters Arguments = AbiParameters.Parse("(address account,bytes32 digest,bytes signature,address factory,bytes preparation)");

    /// <summary>The call whose answer says with how many bytes the account accepts. Without a factory nothing is prepared.</summary>
    internal static EthCall Ask(Address account, Hash32 digest, byte[] signature, Address factory, byte[] preparation, SignaturePolicyOptions options) =>
        new(null, [.. InitCode, .. Arguments.Encode(account, digest, signature, factory, preparation)], options.MaxGas, null, options.MaxReturnBytes);

    /// <summary>The magic value in exactly one word, as ERC-1271 wants it.</summary>
    internal static bool IsExactAcceptance(ReadOnlySpan<byte> returned) => IsAcceptance(returned) && returned[^1] == AbiType.Word && !returned[..^1].ContainsAnyExcept((byte)0);

    /// <summary>The magic value in the first word, whatever follows, as OpenZeppelin's SignatureChecker takes it.</summary>
    internal static bool IsAcceptance(ReadOnlySpan<byte> returned) => returned.Length == AbiType.Word && returned.ContainsAnyExcept((byte)0);
}
