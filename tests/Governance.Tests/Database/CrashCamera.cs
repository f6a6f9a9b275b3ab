namespace Governance.Tests.Database;

/// <summary>
/// What would lie on the disk if everything ended just now. After kill -9: all that was written, and the current write by half. After a loss of
/// power: what was synced, and of the rest any part, a seeded one here. Files are followed from the steps alone, so no real crash is needed.
/// </summary>
internal sealed class CrashCamera(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, FilmedFile> _files = new(StringComparer.Ordinal);

    /// <summary>Begins with the files as they are: durable.</summary>
    public void Begin(string folder)
    {
        foreach (string path in Directory.GetFiles(folder, "*.db*").Where(path => !path.EndsWith("-shm", StringComparison.Ordinal))) _files[Path.GetFileName(path)] = new FilmedFile(File.ReadAllBytes(path));
    }

    /// <summary>Puts into a folder what a kill -9 in the middle of this step leaves.</summary>
    public void Kill(DiskStep step, string folder)
    {
        foreach (var (name, file) in _files) File.WriteAllBytes(Path.Combine(folder, name), name == step.File ? file.With(Half(step)) : file.With());
    }

    /// <summary>Puts into a folder what a loss of power just before this step may leave.</summary>
    public void LosePower(string folder)
    {
        foreach (var (name, file) in _files) File.WriteAllBytes(Path.Combine(folder, name), file.Durable(_random));
    }

    /// <summary>The step was done.</summary>
    public void Done(DiskStep step)
    {
        if (step.Kind == DiskStepKind.Delete) _files.Remove(step.File);
        else if (step.Kind == DiskStepKind.Sync) Of(step).Sync();
        else Of(step).Add(step);
    }

    private FilmedFile Of(DiskStep step)
    {
        if (!_files.TryGetValue(step.File, out var file)) _files[step.File] = file = new FilmedFile([]);
        return file;
    }

    private static DiskStep[] Half(DiskStep step) => step.Kind == DiskStepKind.Write ? [step with { Bytes = step.Bytes[..(step.Bytes.Length / 2)] }] : [];

    private sealed class FilmedFile(byte[] synced)
    {
        private readonly List<DiskStep> _since = [];
        private byte[] _synced = synced;

        public void Add(DiskStep step) => _since.Add(step);

        public void Sync()
        {
            _synced = With();
            _since.Clear();
        }

        public byte[] With(params IEnumerable<DiskStep> more) => Apply(_since.Concat(more));

        // The disk's cache may have written any of them, in any order; a file's length changes in order.
        public byte[] Durable(Random random) => Apply(_since.Where(_ => random.Next(2) == 0).SelectMany(step => random.Next(4) == 0 ? Half(step) : [step]).ToArray());

        private byte[] Apply(IEnumerable<DiskStep> steps)
        {
            using var file = new MemoryStream();
            file.Write(_synced);
            foreach (var step in steps)
            {
                if (step.Kind == DiskStepKind.Truncate) file.SetLength(step.Offset);
                file.Position = step.Offset;
                file.Write(step.Bytes);
            }

            return file.ToArray();
        }
    }
}
