using Governance.Ethereum;

namespace Governance.DevChain;

/// <summary>Puts our contracts on a fresh local chain: token, vault, timelock, governor, bridge and claimer.</summary>
public static class DeployContracts
{
    private static readonly AbiFunction GrantRole = AbiFunction.Parse("grantRole(bytes32,address)");
    private static readonly AbiFunction RenounceRole = AbiFunction.Parse("renounceRole(bytes32,address)");
    private static readonly Hash32 ProposerRole = Keccak256.Hash("PROPOSER_ROLE"u8);
    private static readonly Hash32 CancellerRole = Keccak256.Hash("CANCELLER_ROLE"u8);

    /// <summary>
    /// All of it. The node's account 0 owns token and claimer, account 1 is the timelock's guardian (may schedule and cancel
    /// directly), account 2 the bridge's relayer. The timelock owns the bridge and itself.
    /// </summary>
    public static async Task<DevContracts> RunAsync(Anvil anvil, DeploymentOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        options ??= new DeploymentOptions();
        var (owner, guardian, relayer) = (anvil.Accounts[0], anvil.Accounts[1], anvil.Accounts[2]);
        var signer = DevAccounts.Key("claim signer");
        async Task<Address> Deploy(string artifact, params object[] arguments) =>
            (await DevContract.DeployAsync(anvil, owner, artifact, arguments, ct)).Address;

        var (token, vault) = await TokenAndVaultAsync(anvil, owner, options, ct);
        var timelock = new DevTimelock(anvil, await Deploy(
            "PhaTimelock", (long)options.TimelockDelay.TotalSeconds, Array.Empty<Address>(), new[] { default(Address) }, owner));
        object[] settings = [token.Address, timelock.Address, options.VotingDelay, options.VotingPeriod, options.ProposalThreshold, options.QuorumPercent];
        var governor = new DevGovernor(anvil, options.LateQuorumExtension is { } extension
            ? await Deploy("LateQuorumGovernor", [.. settings, extension])
            : await Deploy("PhaGovernor", settings));
        await AssignRolesAsync(timelock, governor, owner, guardian);
        var bridge = new DevBridge(anvil, await Deploy("PhaBridge", timelock.Address, relayer));
        var claimer = new DevClaimer(
            anvil, await Deploy("PhaClaimer", owner, signer.Address, token.Address, vault.Address), signer);
        return new DevContracts(owner, guardian, relayer, token, vault, timelock, governor, bridge, claimer);
    }

    /// <summary>Only the token and its vault, owned by <paramref name="owner"/>: another owner than the first chain's gives other addresses.</summary>
    public static async Task<StakedToken> TokenAndVaultAsync(Anvil anvil, Address owner, DeploymentOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(anvil);
        options ??= new DeploymentOptions();
        string artifact = options.Clock == DevClock.Timestamp ? "PhaTimestampToken" : "PhaToken";
        var token = await DevContract.DeployAsync(anvil, owner, artifact, [owner], ct);
        var vault = await DevContract.DeployAsync(anvil, owner, "PhaVault", [token.Address, (long)options.UnlockDelay.TotalSeconds], ct);
        var typedToken = new DevToken(anvil, token.Address);
        return new StakedToken(typedToken, new DevVault(anvil, vault.Address, typedToken));
    }

    // The deployer gives its admin role up at the end, as a community would demand: from then on only the timelock changes its roles.
    private static async Task AssignRolesAsync(DevTimelock timelock, DevGovernor governor, Address owner, Address guardian)
    {
        foreach (var account in new[] { governor.Address, guardian })
        {
            await timelock.SendAsync(owner, GrantRole, ProposerRole, account);
            await timelock.SendAsync(owner, GrantRole, CancellerRole, account);
        }

        await timelock.SendAsync(owner, RenounceRole, default(Hash32), owner);
    }
}
