using Governance.Database;
using Governance.Ethereum;

namespace Governance.Ledger;

/// <summary>The portal's own key: it signs the heads of the ledger. Made on first start, readable by its owner only.</summary>
public sealed class LedgerSigner : IDisposable
{
    private readonly SigningKey _key;

    // The platform's keys sign for one thread at a time.
    private readonly Lock _signing = new();

    public LedgerSigner(SigningKey key)
    {
        _key = key;
        Origin = $"governance-ledger/{key.Address.ToString().ToLowerInvariant()}";
    }

    public Address Address => _key.Address;

    /// <summary>The ledger's name in its checkpoints: it carries the key's address, so two portals never share one.</summary>
    public string Origin { get; }

    /// <summary>Reads the key file, or makes it where there is no database yet: one that is there was begun with a key, and another could never go on with it.</summary>
    /// <exception cref="InvalidDataException">The file is there and holds no key, or the database's own is missing.</exception>
    public static LedgerSigner FromFile(LedgerOptions options, DatabaseOptions database)
    {
        var path = options.FileIn(database);
        if (!File.Exists(path))
        {
            if (Db.FileOf(database) is { } begun && File.Exists(begun))
                throw new InvalidDataException($"Ledger:KeyFile: {path} is missing, the key that {begun} was begun with; put it back from the backup, or name where it lies, for example --Ledger:KeyFile=/etc/governance/ledger.key");
            Make(path);
        }

        var text = File.ReadAllText(path).Trim();
        if (!Hex.TryParse(text, out byte[]? secret) || secret.Length != 32)
            throw new InvalidDataException($"Ledger:KeyFile: {path} does not hold a key (0x and 64 digits); restore it from the backup, or start a new ledger in a folder of its own.");
        return new LedgerSigner(SigningKey.FromPrivateKey(secret));
    }

    public Checkpoint Sign(long size, Hash32 root, DateTimeOffset now)
    {
        lock (_signing) return new(Origin, size, root, now.ToUnixTimeMilliseconds(), _key.SignPersonalMessage(Checkpoint.BytesOf(Origin, size, root)).ToArray());
    }

    public void Dispose() => _key.Dispose();

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var key = SigningKey.Create();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(new FileStream(path, options));
        writer.WriteLine(Hex.Format(key.ExportPrivateKey()));
    }
}

/// <summary>Section <c>Ledger</c> of the configuration.</summary>
public sealed class LedgerOptions
{
    public const string Section = "Ledger";

    /// <summary>The file of the signing key; by default <c>ledger.key</c> beside the database.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Who may cosign heads.</summary>
    public IList<WitnessOptions> Witnesses { get; } = [];

    /// <summary>Who may anchor heads on chains.</summary>
    public IList<AnchorOptions> Anchors { get; } = [];

    /// <summary>What is wrong with it, one sentence each.</summary>
    /// <param name="followed">The chains that the portal follows.</param>
    public IEnumerable<string> Faults(IReadOnlyCollection<ulong> followed) =>
        Witnesses.SelectMany((witness, i) => witness.Faults(i)).Concat(Anchors.SelectMany((anchor, i) => anchor.Faults(i, followed)));

    /// <summary>Its name beside the database.</summary>
    public const string FileName = "ledger.key";

    /// <summary>The key's file, named or by default.</summary>
    public string FileIn(DatabaseOptions database) => KeyFile ?? Path.Combine(database.Directory, FileName);
}
