using Governance.Database;
using Governance.Ethereum;

namespace Governance.Votes;

/// <summary>The rows behind votes that change each other's power. Amounts are in the proposal's decimals.</summary>
internal static class DelegatedPowerStore
{
    private const string InsertReading = "INSERT INTO vote_readings (message, by_strategy, received) VALUES (@message, @byStrategy, @received)";

    public static void AddReading(WriteScope scope, long message, IReadOnlyList<VotingPower> byStrategy, IReadOnlyList<VotingPower> received) =>
        scope.Execute(InsertReading, ("@message", message), ("@byStrategy", VoteStore.Pack(byStrategy)), ("@received", VoteStore.Pack(received)));

    private const string SelectReading = "SELECT by_strategy, received FROM vote_readings WHERE message = @message";

    public static (IReadOnlyList<VotingPower> ByStrategy, IReadOnlyList<VotingPower> Received) ReadingOf(WriteScope scope, long message) =>
        scope.First(row => (VoteStore.Unpack(row.Bytes(0)), VoteStore.Unpack(row.Bytes(1))), SelectReading, ("@message", message));

    private const string UpdatePower = "UPDATE votes SET voting_power = @power, by_strategy = @byStrategy WHERE message = @message";

    public static void SetPower(WriteScope scope, long message, VotingPower total, IReadOnlyList<VotingPower> byStrategy) =>
        scope.Execute(UpdatePower, ("@message", message), ("@power", total.ToBytes()), ("@byStrategy", VoteStore.Pack(byStrategy)));

    public static bool HasVoted(WriteScope scope, long proposal, Address voter) => VoteStore.Current(scope, proposal, voter) is not null;

    private const string InsertDelegator = """
        INSERT INTO vote_delegators (proposal, delegate, strategy, delegator, amount, withheld) VALUES (@proposal, @delegate, @strategy, @delegator, @amount, @withheld)
        """;

    private const string InsertEnd = """
        INSERT INTO vote_delegation_ends (proposal, account, delegate, strategy, delegator) VALUES (@proposal, @account, @delegate, @strategy, @delegator)
        """;

    public static void Add(WriteScope scope, long proposal, DelegatorRow row, IEnumerable<Address> ends)
    {
        scope.Execute(InsertDelegator, [.. Key(proposal, row), ("@amount", row.Amount.ToBytes()), ("@withheld", row.Withheld ? 1L : 0L)]);
        foreach (var account in ends) scope.Execute(InsertEnd, [.. Key(proposal, row), ("@account", account.ToArray())]);
    }

    private const string SelectEnded = """
        SELECT d.delegate, d.strategy, d.delegator, d.amount, d.withheld
        FROM vote_delegation_ends e
        JOIN vote_delegators d ON d.proposal = e.proposal AND d.delegate = e.delegate AND d.strategy = e.strategy AND d.delegator = e.delegator
        WHERE e.proposal = @proposal AND e.account = @account AND d.withheld = 0
        """;

    /// <summary>What this account's vote takes from delegates who voted before and had it until now.</summary>
    public static IReadOnlyList<DelegatorRow> EndedBy(WriteScope scope, long proposal, Address account) =>
        scope.List(ReadRow, SelectEnded, ("@proposal", proposal), ("@account", account.ToArray()));

    private const string Withhold = """
        UPDATE vote_delegators SET withheld = 1 WHERE proposal = @proposal AND delegate = @delegate AND strategy = @strategy AND delegator = @delegator
        """;

    public static void MarkWithheld(WriteScope scope, long proposal, DelegatorRow row) => scope.Execute(Withhold, Key(proposal, row));

    private const string SelectOfDelegate = "SELECT delegate, strategy, delegator, amount, withheld FROM vote_delegators WHERE proposal = @proposal AND delegate = @delegate";

    public static IReadOnlyList<DelegatorRow> OfDelegate(WriteScope scope, long proposal, Address delegated) =>
        scope.List(ReadRow, SelectOfDelegate, ("@proposal", proposal), ("@delegate", delegated.ToArray()));

    private const string DeleteDelegator = """
        DELETE FROM vote_delegators WHERE proposal = @proposal AND delegate = @delegate AND strategy = @strategy AND delegator = @delegator
        """;

    private const string DeleteEnds = """
        DELETE FROM vote_delegation_ends WHERE proposal = @proposal AND account = @account AND delegate = @delegate AND strategy = @strategy AND delegator = @delegator
        """;

    public static void Remove(WriteScope scope, long proposal, DelegatorRow row, IEnumerable<Address> ends)
    {
        scope.Execute(DeleteDelegator, Key(proposal, row));
        foreach (var account in ends) scope.Execute(DeleteEnds, [.. Key(proposal, row), ("@account", account.ToArray())]);
    }

    private const string SelectWithheld = "SELECT amount FROM vote_withheld WHERE proposal = @proposal AND delegate = @delegate AND strategy = @strategy";

    public static VotingPower Withheld(WriteScope scope, long proposal, Address account, int strategy) =>
        scope.First(row => VotingPower.FromBytes(row.Bytes(0)), SelectWithheld, ("@proposal", proposal), ("@delegate", account.ToArray()), ("@strategy", (long)strategy));

    private const string UpsertWithheld = """
        INSERT INTO vote_withheld (proposal, delegate, strategy, amount) VALUES (@proposal, @delegate, @strategy, @amount)
        ON CONFLICT (proposal, delegate, strategy) DO UPDATE SET amount = excluded.amount
        """;

    public static void SetWithheld(WriteScope scope, long proposal, Address account, int strategy, VotingPower amount) =>
        scope.Execute(UpsertWithheld, ("@proposal", proposal), ("@delegate", account.ToArray()), ("@strategy", (long)strategy), ("@amount", amount.ToBytes()));

    private const string SelectEvidence = "SELECT evidence FROM messages WHERE idx = @message";

    public static string EvidenceOf(WriteScope scope, long message) => scope.First(row => row.Text(0), SelectEvidence, ("@message", message))!;

    private static (string, SqlValue)[] Key(long proposal, DelegatorRow row) =>
        [("@proposal", proposal), ("@delegate", row.To.ToArray()), ("@strategy", (long)row.Strategy), ("@delegator", row.From.ToArray())];

    private static DelegatorRow ReadRow(StatementRow row) => new(
        new Address(row.Bytes(0)), (int)row.Number(1), new Address(row.Bytes(2)), VotingPower.FromBytes(row.Bytes(3)), row.Number(4) == 1);
}

/// <summary>A delegator's part in a delegate's vote.</summary>
internal readonly record struct DelegatorRow(Address To, int Strategy, Address From, VotingPower Amount, bool Withheld);
