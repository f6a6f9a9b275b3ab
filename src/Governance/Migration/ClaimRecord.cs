using System.Globalization;
using System.Text;
using Governance.Ethereum;

namespace Governance.Migration;

/// <summary>A claim contract and the first block that may hold a claim.</summary>
public sealed record ClaimContract(Address Address, ulong FromBlock);

/// <summary>
/// Every claim that the contracts of one chain had recorded up to a block, as a text that two readers of the same chain write alike: its SHA-256
/// is frozen in the proposal, its bytes are kept and stand in the audit bundle.
/// <code>
/// governance-claims/v1
/// chain eip155:1
/// contract 0x… from 21596326
/// to 23000000 0x…
/// 21600000,0x…(block hash),0x…(transaction),7(log index),0x…(contract),Claimed,0x…(user),1000(free),0(staked),0x…(receiver),
/// </code>
/// </summary>
public sealed class ClaimRecord
{
    public const string Version = "governance-claims/v1";

    private const int Fields = 11;

    public ClaimRecord(ulong chain, IReadOnlyList<ClaimContract> contracts, ulong block, Hash32 blockHash, IReadOnlyList<Claim> claims)
    {
        (Chain, Contracts, Block, BlockHash) = (chain, contracts, block, blockHash);
        Claims = [.. claims.OrderBy(claim => claim.Block).ThenBy(claim => claim.LogIndex)];
    }

    public ulong Chain { get; }

    public IReadOnlyList<ClaimContract> Contracts { get; }

    /// <summary>The last block that was read; nothing later counts.</summary>
    public ulong Block { get; }

    public Hash32 BlockHash { get; }

    /// <summary>In the chain's order.</summary>
    public IReadOnlyList<Claim> Claims { get; }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Version}\nchain eip155:{Chain}\n");
        foreach (var contract in Contracts) text.Append(CultureInfo.InvariantCulture, $"contract {contract.Address} from {contract.FromBlock}\n");
        text.Append(CultureInfo.InvariantCulture, $"to {Block} {BlockHash}\n");
        foreach (var c in Claims)
            text.Append(CultureInfo.InvariantCulture, $"{c.Block},{c.BlockHash},{c.Transaction},{c.LogIndex},{c.Contract},{c.Event},{c.User},{c.Free},{c.StakedShares},{c.Receiver},{c.L2Receiver}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote, in its one spelling.</summary>
    /// <exception cref="FormatException">It is another text.</exception>
    public static ClaimRecord Parse(string name, byte[] content)
    {
        try
        {
            var lines = Encoding.UTF8.GetString(content).Split('\n');
            if (lines[0] != Version) throw new FormatException($"it does not begin with {Version}");
            int to = Array.FindIndex(lines, line => line.StartsWith("to ", StringComparison.Ordinal));
            var contracts = lines[2..to].Select(line => line.Split(' ')).Select(part => new ClaimContract(Address.Parse(part[1]), Number(part[3]))).ToArray();
            var end = lines[to].Split(' ');
            var record = new ClaimRecord(Number(lines[1]["chain eip155:".Length..]), contracts, Number(end[1]), Hash32.Parse(end[2]), [.. lines[(to + 1)..^1].Select(ReadClaim)]);
            return record.ToBytes().AsSpan().SequenceEqual(content) ? record : throw new FormatException("it is not spelled as this program spells it");
        }
        catch (Exception e) when (e is FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new FormatException($"{name} is no record of claims: {e.Message}", e);
        }
    }

    private static Claim ReadClaim(string line)
    {
        var fields = line.Split(',');
        if (fields.Length != Fields) throw new FormatException($"'{line}' is no claim");
        return new Claim(
            Address.Parse(fields[4]), Address.Parse(fields[6]), Amount(fields[7]), Amount(fields[8]), Address.Parse(fields[9]), fields[10].Length == 0 ? null : Address.Parse(fields[10]),
            Number(fields[0]), Hash32.Parse(fields[1]), Hash32.Parse(fields[2]), (uint)Number(fields[3]));
    }

    private static ulong Number(string digits) => ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static VotingPower Amount(string digits) => VotingPower.TryParse(digits, out var amount) ? amount : throw new FormatException($"'{digits}' is no amount");
}
