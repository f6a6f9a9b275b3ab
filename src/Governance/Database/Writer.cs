using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Governance.Database;

/// <summary>
/// The one writer. Writes queue here and whatever has queued up while the last commit ran shares the next one (group commit): one fsync
/// for many votes. A caller hears back only after its group is durable. If any write of a group throws, the group is rolled back and
/// each is run again alone, so that one bad write never takes its neighbours with it.
/// </summary>
public sealed class Writer : IAsyncDisposable
{
    // Longer than a crowd's groups lie apart.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // A few milliseconds' work: a vote that comes meanwhile waits no longer.
    private const int LatePart = 1_024;

    private readonly Db _db;
    private readonly int _maxGroup;
    private readonly ILogger<Writer> _log;
    private readonly Channel<Item> _queue;
    private readonly Task _loop;
    private readonly Gathering _gathering = new();
    private DbConnection? _connection;
    private Statements? _statements;

    // Of the committed state as this connection knows it: what parts keep from one group to the next.
    private readonly Dictionary<Type, object> _kept = [];

    public Writer(Db db, DatabaseOptions options, ILogger<Writer> log)
    {
        (_db, _maxGroup, _log) = (db, options.MaxGroup, log);
        _queue = Channel.CreateBounded<Item>(new BoundedChannelOptions(options.MaxQueuedWrites) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>
    /// Runs <paramref name="write"/> inside the next group and returns its answer after the commit. It must be repeatable: it may run twice, in different transactions.
    /// </summary>
    /// <exception cref="WriterBusyException">The queue is full, or the portal is stopping.</exception>
    /// <exception cref="StorageException">The database could not write (disk full, file lost); nothing was stored.</exception>
    public Task<T> RunAsync<T>(Func<WriteScope, T> write)
    {
        var item = new Item<T>(write);
        if (!_queue.Writer.TryWrite(item)) throw new WriterBusyException();
        return item.Done;
    }

    /// <summary>As the generic form, for a write without an answer.</summary>
    public Task RunAsync(Action<WriteScope> write) => RunAsync(scope =>
    {
        write(scope);
        return true;
    });

    /// <summary>
    /// Until it is disposed the next group waits for more writes: somebody hands over many at once. Not for longer than a moment.
    /// </summary>
    public IDisposable Gather() => _gathering.Begin();

    /// <summary>Stops taking writes, finishes those that wait, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private void Loop()
    {
        var group = new List<Item>(_maxGroup);
        var reader = _queue.Reader;
        while (WaitToRead(reader))
        {
            _gathering.Wait();
            group.Clear();
            while (group.Count < _maxGroup && reader.TryRead(out var item)) group.Add(item);
            Commit(group);
        }

        while (WriteLate())
        {
        }

        CloseConnection();
    }

    private void CloseConnection()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
        _kept.Clear();
    }

    // The loop has a thread of its own, so it may block; it ends when the queue is completed and empty. In a pause it does what it owes.
    private bool WaitToRead(ChannelReader<Item> reader)
    {
        var wait = reader.WaitToReadAsync();
        if (wait.IsCompletedSuccessfully) return wait.Result;
        var waiting = wait.AsTask();
        while (!waiting.Wait(Pause) && WriteLate())
        {
        }

        return waiting.GetAwaiter().GetResult();
    }

    // A part of the indexes that are written late, in a transaction of its own; false: nothing is owed, or it can not be written now.
    private bool WriteLate()
    {
        bool wrote = false;
        var late = new Item<bool>(scope => wrote = scope.Late.MessageIds.WriteSome(scope, LatePart, whole: false) | scope.Late.VotesOfVoters.WriteSome(scope, LatePart, whole: false));
        return _db.Late.AreWaiting && TryCommit([late], out _) && wrote;
    }

    private void Commit(List<Item> group)
    {
        if (TryCommit(group, out var fault)) return;
        // A disk that was full of the log alone has room again.
        if (fault is StorageException { IsDiskFull: true } && _db.ReuseLog() && TryCommit(group, out fault)) return;
        if (group.Count == 1)
        {
            group[0].Fail(fault!);
            return;
        }

        _log.LogDebug(fault, "A group of {Count} writes failed; each runs alone", group.Count);
        foreach (var item in group)
        {
            if (!TryCommit([item], out fault)) item.Fail(fault!);
        }
    }

    private bool TryCommit(List<Item> group, out Exception? fault)
    {
        WriteScope scope;
        try
        {
            _connection ??= _db.OpenForWriting();
            _statements ??= new Statements(_connection);
            using var transaction = _connection.BeginTransaction();
            scope = new WriteScope(_connection, transaction, _statements, _kept, _db.Late);
            foreach (var item in group) item.Run(scope);
            scope.Flush();
            transaction.Commit();
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            // A connection that failed once is not trusted again: the file may be another one after a restore.
            CloseConnection();
            fault = new StorageException(e);
            return false;
        }
#pragma warning disable CA1031 // Whatever one write throws is its caller's to hear; the writer lives on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            fault = e;
            return false;
        }

        scope.Committed();
        foreach (var item in group) item.Complete();
        fault = null;
        return true;
    }

    // Who hands over many writes at once, so that they share a commit.
    private sealed class Gathering : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

        private readonly ManualResetEventSlim _over = new(initialState: true);
        private readonly Lock _lock = new();
        private int _open;

        public Gathering Begin()
        {
            lock (_lock)
            {
                if (_open++ == 0) _over.Reset();
            }

            return this;
        }

        public void Wait() => _over.Wait(Patience);

        public void Dispose()
        {
            lock (_lock)
            {
                if (--_open == 0) _over.Set();
            }
        }
    }

    private abstract class Item
    {
        public abstract void Run(WriteScope scope);

        public abstract void Complete();

        public abstract void Fail(Exception fault);
    }

    private sealed class Item<T>(Func<WriteScope, T> write) : Item
    {
        // Continuations run elsewhere: the writer must not serve somebody's HTTP reply.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _answer;

        public Task<T> Done => _done.Task;

        public override void Run(WriteScope scope) => _answer = write(scope);

        public override void Complete() => _done.TrySetResult(_answer!);

        public override void Fail(Exception fault) => _done.TrySetException(fault);
    }
}

/// <summary>Too many writes wait already: try again in a moment. Nothing was stored.</summary>
public sealed class WriterBusyException() : Exception("The portal has more votes waiting to be stored than it may hold; try again in a few seconds.");

/// <summary>The database could not write: the disk is full or the file is gone. Nothing was stored; it works again when the cause is mended.</summary>
public sealed class StorageException(Microsoft.Data.Sqlite.SqliteException cause) : Exception("The portal could not write to its database: " + cause.Message, cause)
{
    // SQLITE_FULL.
    internal bool IsDiskFull => cause.SqliteErrorCode == 13;
}
