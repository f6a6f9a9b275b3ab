namespace Governance.Ethereum;

/// <summary>
/// Leaves a failing provider alone: after some faults in a row it rests; after the rest one question tries it, and its answer decides.
/// </summary>
internal sealed class CircuitBreaker(int faultsBeforeRest, TimeSpan rest, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private int _faults;
    private DateTimeOffset? _restsUntil;
    private bool _isOnTrial;

    internal ProviderState State
    {
        get
        {
            lock (_lock)
            {
                if (_restsUntil is null) return ProviderState.Working;
                return _isOnTrial || clock.GetUtcNow() >= _restsUntil ? ProviderState.OnTrial : ProviderState.Resting;
            }
        }
    }

    /// <summary>True where a question may be asked now; it must be followed by one of the three below.</summary>
    internal bool TryEnter()
    {
        lock (_lock)
        {
            if (_restsUntil is null) return true;
            if (_isOnTrial || clock.GetUtcNow() < _restsUntil) return false;
            return _isOnTrial = true;
        }
    }

    internal void Succeeded()
    {
        lock (_lock)
        {
            _faults = 0;
            _restsUntil = null;
            _isOnTrial = false;
        }
    }

    internal void Failed(TimeSpan? atLeast = null)
    {
        lock (_lock)
        {
            _faults = Math.Min(_faults + 1, faultsBeforeRest);
            _isOnTrial = false;
            if (_faults < faultsBeforeRest && atLeast is null && _restsUntil is null) return;
            _restsUntil = clock.GetUtcNow() + (atLeast ?? rest);
        }
    }

    /// <summary>The question was cancelled by its asker: it says nothing about the provider.</summary>
    internal void Abandoned()
    {
        lock (_lock) _isOnTrial = false;
    }
}
