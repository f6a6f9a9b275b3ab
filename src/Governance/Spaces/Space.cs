using Governance.Ethereum;

namespace Governance.Spaces;

/// <summary>An organisation with its voting settings.</summary>
/// <param name="Id">As in URLs and in signed messages.</param>
/// <param name="Controller">Who may change everything; null: only its admins.</param>
/// <param name="Settings">What is in force now.</param>
/// <param name="Message">The ledger index of the message that set them; null: the configuration.</param>
/// <param name="UpdatedAt">The settings' claimed time, unix seconds.</param>
public sealed record Space(string Id, Address? Controller, SpaceSettings Settings, long? Message, long UpdatedAt);
