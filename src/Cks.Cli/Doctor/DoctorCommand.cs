using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks doctor [PATH] [--url URL]</c>: says what is wrong with a set-up and how to mend it.</summary>
internal sealed class DoctorCommand : ToolCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Argument<DirectoryInfo?> _path = new("PATH") { Description = "Folder to examine; the current one by default.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<Uri?> _url = new("--url") { Description = "Address of a running host whose health and clock are examined.", HelpName = "URL", CustomParser = ParseUrl };

    public DoctorCommand(ToolOptions options)
        : base("doctor", "Examines SDK, documents and packages of a folder, and a running host.", options)
    {
        Add(_path);
        _path.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Directory.Exists(result.Tokens[0].Value))
                result.AddError($"There is no folder \"{result.Tokens[0].Value}\".");
        });
        Add(_url);
    }

    public override IReadOnlyList<string> Formats { get; } = ["text", "json", "sarif"];

    public override IReadOnlyList<string> Examples { get; } = ["cks doctor", "cks doctor . --url http://localhost:5080", "cks doctor --format sarif -o doctor.sarif"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
        IDoctorCheck[] checks = [new RuntimeCheck(), new DocumentsCheck(DocumentsCheck.Known), new PackageAlignmentCheck(), new HostCheck(client, TimeProvider.System)];
        var found = new List<(string Check, Finding Finding)>();
        var (folder, host) = (parsed.GetValue(_path)?.FullName ?? Environment.CurrentDirectory, parsed.GetValue(_url));
        foreach (var check in checks)
            await foreach (var finding in check.RunAsync(folder, host, cancellationToken).ConfigureAwait(false))
                found.Add((check.Name, finding));

        if (console.IsJson)
            await console.WriteJsonAsync("cks.doctor", json => Write(json, found), cancellationToken).ConfigureAwait(false);
        else if (console.Format == ToolFormat.Sarif)
            await console.WriteJsonAsync(json => WriteSarif(json, found), cancellationToken).ConfigureAwait(false);
        else
            await console.WriteAsync(found.SelectMany(f => f.Finding.Excerpt.Prepend(f.Finding.ToString())), cancellationToken).ConfigureAwait(false);
        console.Note($"{found.Count} looked at, {found.Count(f => f.Finding.Level != FindingLevel.Ok)} to mend.");
        return Exit(found.Max(f => f.Finding.Level));
    }

    private static int Exit(FindingLevel worst) => worst switch
    {
        FindingLevel.Ok => ExitCode.Fine,
        FindingLevel.Down => ExitCode.DependencyDown,
        _ => ExitCode.Findings,
    };

    /// <summary>Credentials in an address would stand in every list of processes, so they are refused, and never repeated.</summary>
    private static Uri? ParseUrl(ArgumentResult result)
    {
        if (!Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            result.AddError("--url takes an address such as https://localhost:5001.");
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            result.AddError("--url takes an address without credentials, query or fragment.");
        else
            return url.AbsolutePath.EndsWith('/') ? url : new(url.AbsoluteUri + "/");
        return null;
    }

    // What is about no document, such as an SDK that is too old, is a notice of the run; what is fine is nothing that a code host shows.
    private static void WriteSarif(Utf8JsonWriter json, IReadOnlyList<(string Check, Finding Finding)> found) => DiagnosticSarif.Write(
        json,
        [.. found.Select(f => f.Finding.Diagnostic).OfType<Diagnostic>()],
        "cks",
        typeof(DoctorCommand).Assembly.GetName().Version!.ToString(3),
        ErrorPage.Read,
        [.. found.Where(f => f.Finding is { Diagnostic: null, Level: not FindingLevel.Ok }).Select(f => (f.Finding.Level == FindingLevel.Warn ? DiagnosticSeverity.Warning : DiagnosticSeverity.Error, $"{f.Finding.What}. {f.Finding.Mend}"))]);

    private static void Write(Utf8JsonWriter json, IEnumerable<(string Check, Finding Finding)> found)
    {
        json.WriteStartArray("findings");
        foreach (var (check, finding) in found)
        {
            json.WriteStartObject();
            json.WriteString("level", finding.Word);
            json.WriteString("check", check);
            json.WriteString("what", finding.Diagnostic?.Message ?? finding.What);
            json.WriteString("mend", finding.Mend);
            if (finding.Diagnostic is { } diagnostic)
                DiagnosticJson.WriteMembers(json, diagnostic);

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
