namespace Governance;

/// <summary>
/// Why something was refused: a value, not an exception. Nothing was stored.
/// </summary>
/// <param name="Code">Stable, for programs: <c>voting-closed</c>.</param>
/// <param name="WireText">What Snapshot's sequencer answers for it, word for word; existing clients look for it.</param>
/// <param name="Explanation">A sentence for the person: what is wrong and what to do next.</param>
/// <param name="Fault">Whose fault it is.</param>
public sealed record Rejection(string Code, string WireText, string Explanation, RejectionFault Fault = RejectionFault.Sender)
{
    /// <summary>The same refusal with the particulars of this case.</summary>
    public Rejection Because(string explanation) => this with { Explanation = explanation };
}

public enum RejectionFault
{
    /// <summary>The message is not acceptable; sending it again will not help.</summary>
    Sender,

    /// <summary>The portal or a chain provider failed; the same message may be sent again.</summary>
    Portal,
}

/// <summary>An answer, or why there is none.</summary>
#pragma warning disable CA2225 // The two conversions are the way to make one; named twins would be a second way.
public readonly struct Outcome<T>
#pragma warning restore CA2225
{
    private readonly T? _value;

    private Outcome(T? value, Rejection? rejection)
    {
        _value = value;
        Rejection = rejection;
    }

    public Rejection? Rejection { get; }

    /// <exception cref="InvalidOperationException">It was rejected.</exception>
    public T Value => Rejection is null ? _value! : throw new InvalidOperationException($"Rejected: {Rejection.Code}.");

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Rejection rejection) => new(default, rejection);
}
