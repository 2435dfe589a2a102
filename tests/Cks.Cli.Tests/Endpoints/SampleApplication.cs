namespace Cks.Cli.Tests;

/// <summary>A copy of the minimal sample as it was built, under another name and with documents that a test may change.</summary>
internal sealed class SampleApplication
{
    private readonly TemporaryFolder _folder;

    public SampleApplication(TemporaryFolder folder)
    {
        _folder = folder;
        Root = Directory.CreateDirectory(Path.Combine(folder.Root, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var file in Directory.GetFiles(Built("Cks.Samples.Minimal")))
            File.Copy(file, Path.Combine(Root, Path.GetFileName(file).Replace("Cks.Samples.Minimal.", "App.", StringComparison.Ordinal)));
        Policy = File.ReadAllText(Path.Combine(Repository.Root, "samples", "Cks.Samples.Minimal", "policies", "notes.rbac.json"));
    }

    /// <summary>Where it stands, and is started.</summary>
    public string Root { get; }

    /// <summary>Its policy.</summary>
    public string Policy
    {
        get;
        set => _folder.Write(Path.Combine(Root, "policies", "notes.rbac.json"), field = value);
    } = "";

    /// <summary>Its settings; without these it does not start.</summary>
    public Dictionary<string, string> Settings { get; } = new() { ["Cks__Auth__Authority"] = "https://login.example", ["Cks__Auth__Audience"] = "notes" };

    /// <summary>The folder that a project of this checkout was built to.</summary>
    public static string Built(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name));

    public async Task<ToolRun> MatrixAsync(params string[] args)
    {
        // A machine under load takes its time.
        using var process = Tool.Start(Root, Settings, ["endpoints", "matrix", "App.dll", "--timeout", "300", .. args]);
        return await Tool.EndAsync(process);
    }
}
