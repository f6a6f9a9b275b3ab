namespace Governance.Web.Wallets;

/// <summary>What <c>js/wallet.js</c> answers: it never throws, so a refusal is a value here too.</summary>
/// <param name="Ok">True when what was asked for happened.</param>
/// <param name="Code">Stable: rejected, pending, unsupported, timeout, canceled, garbage, account_changed, chain_changed, wrong_chain, busy, no_wallet, no_account, unreachable, refused, too_many, disconnected, failed.</param>
/// <param name="Message">A sentence for the voter.</param>
/// <param name="Account">The connected account, as the wallet spells it.</param>
/// <param name="Id">The accepted message's id.</param>
/// <param name="Answer">The portal's whole answer as JSON: the receipt.</param>
/// <param name="Hash">A sent transaction.</param>
public sealed record WalletAnswer(
    bool Ok, string Code, string Message, string? Uuid = null, string? Name = null, string? Account = null, long? ChainId = null,
    string? Id = null, string? Answer = null, string? Hash = null);

/// <summary>A wallet that this browser has.</summary>
/// <param name="Uuid">As announced (EIP-6963); new with every page.</param>
public sealed record WalletEntry(string Uuid, string Name, string Rdns, bool IsDevelopment);

/// <summary>A call of a contract, for the wallet to send: hex as JSON-RPC has it.</summary>
public sealed record WalletTransaction(string To, string Data, string Value = "0x0");
