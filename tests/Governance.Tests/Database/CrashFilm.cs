namespace Governance.Tests.Database;

/// <summary>Takes a picture of a kill and one of a loss of power at the steps of a disk, opens each in a folder of its own and has it checked at once.</summary>
internal sealed class CrashFilm
{
    /// <summary>A picture need not survive anything: in memory, where there is such a folder, its syncs cost nothing.</summary>
    public static readonly string Darkroom = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private readonly Lock _lock = new();
    private readonly CrashCamera _camera;
    private readonly FaultyDisk _disk;
    private readonly Action<string> _check;
    private readonly int _everyNth;
    private readonly List<Exception> _faults = [];
    private int _steps;

    /// <param name="everyNth">Of writes: one of so many; the other steps are all taken.</param>
    /// <param name="check">Throws when a folder does not hold what it must.</param>
    public CrashFilm(FaultyDisk disk, int seed, int everyNth, Action<string> check)
    {
        (_camera, _disk, _everyNth, _check) = (new CrashCamera(seed), disk, everyNth, check);
        _camera.Begin(disk.Folder);
        disk.Before = Take;
    }

    public int Pictures { get; private set; }

    /// <summary>Nothing more is taken.</summary>
    public void End()
    {
        _disk.Before = static _ => 0;
        _faults.ShouldBeEmpty();
    }

    // In the thread that uses the disk, between what it did and what it is about to do. Nothing may be thrown through SQLite.
    private int Take(DiskStep step)
    {
        lock (_lock)
        {
            try
            {
                if (step.Kind != DiskStepKind.Write || _steps++ % _everyNth == 0)
                {
                    Develop(folder => _camera.Kill(step, folder));
                    Develop(_camera.LosePower);
                }

                _camera.Done(step);
            }
            catch (Exception fault)
            {
                _faults.Add(new InvalidOperationException($"{step.Kind} of {step.Bytes.Length} bytes at {step.Offset} in {step.File}", fault));
            }
        }

        return 0;
    }

    private void Develop(Action<string> take)
    {
        var picture = Directory.CreateDirectory(Path.Combine(Darkroom, $"governance-crash-{Guid.NewGuid():N}"));
        take(picture.FullName);
        string key = Path.Combine(_disk.Folder, "ledger.key");
        if (File.Exists(key)) File.Copy(key, Path.Combine(picture.FullName, "ledger.key"));
        _check(picture.FullName);
        picture.Delete(recursive: true);
        Pictures++;
    }
}
