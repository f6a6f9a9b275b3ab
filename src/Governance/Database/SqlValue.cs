namespace Governance.Database;

/// <summary>A value as SQLite stores it: a whole number, text, bytes or NULL. Made from these alone, so that nothing is boxed for each vote.</summary>
internal readonly struct SqlValue
{
    private SqlValue(object? reference, long number) => (Reference, Number) = (reference, number);

    /// <summary>The text or the bytes; <see cref="IsNumber"/> for a number; null for NULL.</summary>
    public object? Reference { get; }

    public long Number { get; }

    /// <summary>Stands in <see cref="Reference"/> for numbers.</summary>
    public static readonly object IsNumber = new();

    /// <summary>Whether it is known without looking that the other is the same: texts are not compared, and bytes may have changed since.</summary>
    public bool IsSurely(SqlValue other) => ReferenceEquals(Reference, other.Reference) && Number == other.Number && Reference is not byte[];

    public static implicit operator SqlValue(long number) => new(IsNumber, number);

    public static implicit operator SqlValue(string? text) => new(text, 0);

    public static implicit operator SqlValue(byte[]? bytes) => new(bytes, 0);
}
