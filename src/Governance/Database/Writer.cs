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

    // SQLite copies its log into the database within a commit, and all wait for it: so most of it is copied beside the commits before that.
    // In small parts: a commit waits for the disk as long as a part takes to reach it.
    private const int GroupsBetweenCopies = 8;

    // Queueing takes microseconds; whoever is interrupted at it holds nobody up for longer.
    private static readonly TimeSpan GatherPatience = TimeSpan.FromMilliseconds(5);

    // Answers that one thread gives: a crowd's are shared among the cores.
    private const int AnswersAtOnce = 32;

    // A few milliseconds' work: a vote that comes meanwhile waits no longer.
    private const int LatePart = 1_024;

    private readonly Db _db;
    private readonly int _maxGroup;
    private readonly ILogger<Writer> _log;
    private readonly Channel<IWrite> _queue;
    private readonly Task _loop;
    private readonly ManualResetEventSlim _gathered = new(initialState: true);
    private readonly SideThread _side = new();
    private Task<bool> _copying = Task.FromResult(true);
    private long _groups;
    private DbConnection? _connection;
    private Statements? _statements;
    private bool _isInDoubt;

    // Of the committed state as this connection knows it: what parts keep from one group to the next.
    private readonly Dictionary<Type, object> _kept = [];

    public Writer(Db db, DatabaseOptions options, ILogger<Writer> log)
    {
        (_db, _maxGroup, _log) = (db, options.MaxGroup, log);
        _queue = Channel.CreateBounded<IWrite>(new BoundedChannelOptions(options.MaxQueuedWrites) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
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
    /// Queues writes that came together, so that they share a commit if they fit. Each hears for itself: a full queue is a <see cref="WriterBusyException"/>.
    /// </summary>
    public void Add(IReadOnlyList<IWrite> writes)
    {
        _gathered.Reset();
        foreach (var write in writes)
        {
            if (!_queue.Writer.TryWrite(write)) write.Fail(new WriterBusyException());
        }

        _gathered.Set();
    }

    /// <summary>Stops taking writes, finishes those that wait, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _loop;
        }
        finally
        {
            await _side.DisposeAsync();
            await _copying;
        }
    }

    private void Loop()
    {
        var group = new List<IWrite>(_maxGroup);
        var reader = _queue.Reader;
        while (WaitToRead(reader))
        {
            _gathered.Wait(GatherPatience);
            group.Clear();
            while (group.Count < _maxGroup && reader.TryRead(out var item)) group.Add(item);
            Commit(group);
        }

        while (WriteLate())
        {
        }

        CloseConnection();
    }

    // A commit may take effect and yet be reported as failed. Whoever is run again must then find himself, also where his entry was to be written late.
    private DbConnection Open()
    {
        var connection = _db.OpenForWriting();
        if (!_isInDoubt) return connection;
        try
        {
            LateIndexes.Complete(connection);
            _isInDoubt = false;
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void CloseConnection()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
        _kept.Clear();
    }

    // The loop has a thread of its own, so it may block; it ends when the queue is completed and empty. In a pause it does what it owes.
    private bool WaitToRead(ChannelReader<IWrite> reader)
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

    private void Commit(List<IWrite> group)
    {
        if (TryCommit(group, out var fault)) return;
        // A disk that was full of the log alone has room again.
        if (fault is StorageException { IsDiskFull: true } && _db.CopyLog() && TryCommit(group, out fault)) return;
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

    private bool TryCommit(List<IWrite> group, out Exception? fault)
    {
        WriteScope scope;
        bool isCommitting = false;
        try
        {
            _connection ??= Open();
            _statements ??= new Statements(_connection);
            using var transaction = _connection.BeginTransaction();
            scope = new WriteScope(_connection, transaction, _statements, _kept, _db.Late, _side);
            foreach (var item in group) item.Foresee(scope);
            scope.Begin();
            foreach (var item in group) item.Run(scope);
            scope.Flush();
            isCommitting = true;
            transaction.Commit();
        }
        catch (Microsoft.Data.Sqlite.SqliteException e)
        {
            // A connection that failed once is not trusted again: the file may be another one after a restore.
            CloseConnection();
            _isInDoubt |= isCommitting;
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
        Answer(group);
        if (++_groups % GroupsBetweenCopies == 0 && _copying.IsCompleted) _copying = Task.Run(_db.CopyLog);
        fault = null;
        return true;
    }

    // On other threads: the writer must not serve anybody's reply.
    private static void Answer(List<IWrite> group)
    {
        for (int start = 0; start < group.Count; start += AnswersAtOnce)
        {
            var part = group.GetRange(start, Math.Min(AnswersAtOnce, group.Count - start));
            ThreadPool.UnsafeQueueUserWorkItem(static part => part.ForEach(write => write.Complete()), part, preferLocal: false);
        }
    }

    private sealed class Item<T>(Func<WriteScope, T> write) : IWrite
    {
        // What follows may take long: not before the answers of those who wrote at the same time.
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _answer;

        public Task<T> Done => _done.Task;

        public void Run(WriteScope scope) => _answer = write(scope);

        public void Complete() => _done.TrySetResult(_answer!);

        public void Fail(Exception fault) => _done.TrySetException(fault);
    }
}

/// <summary>A write that is one of many: it makes its own answer.</summary>
public interface IWrite
{
    /// <summary>Before any of its group runs: says what it will probably write, so that work on that can begin elsewhere. Writes nothing.</summary>
    void Foresee(WriteScope scope)
    {
    }

    /// <summary>Writes. It must be repeatable: it may run twice, in different transactions.</summary>
    void Run(WriteScope scope);

    /// <summary>It is durable. On a thread of the pool that answers others too; must not throw.</summary>
    void Complete();

    /// <summary>It was not written.</summary>
    void Fail(Exception fault);
}

/// <summary>Too many writes wait already: try again in a moment. Nothing was stored.</summary>
public sealed class WriterBusyException() : Exception("The portal has more votes waiting to be stored than it may hold; try again in a few seconds.");

/// <summary>The database could not write: the disk is full or the file is gone. Nothing was stored; it works again when the cause is mended.</summary>
public sealed class StorageException(Microsoft.Data.Sqlite.SqliteException cause) : Exception("The portal could not write to its database: " + cause.Message, cause)
{
    // SQLITE_FULL.
    internal bool IsDiskFull => cause.SqliteErrorCode == 13;
}
