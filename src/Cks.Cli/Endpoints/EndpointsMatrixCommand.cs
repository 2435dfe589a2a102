using System.CommandLine;
using System.Text.Json;

namespace Cks.Cli;

/// <summary><c>cks endpoints matrix APP</c>: who passes where.</summary>
internal sealed class EndpointsMatrixCommand : ToolCommand
{
    private readonly Argument<string> _application = new("APP") { Description = "The application as it was built, such as bin/Debug/net10.0/App.dll." };
    private readonly Option<string?> _check = new("--check") { Description = "The matrix that was approved: writes what differs, and ends with 1 when anything does.", HelpName = "FILE" };
    private readonly Option<string?> _environment = new("--environment") { Description = "Environment that the application is started in; the one of this shell by default, and Production where it names none.", HelpName = "NAME" };
    private readonly Option<string> _root = new("--content-root") { Description = "Folder that the application is started in, where its settings and documents are; this one by default.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
    private readonly Option<int> _timeout = new("--timeout") { Description = "How long the application may take to get there.", HelpName = "SECONDS", DefaultValueFactory = _ => 60 };

    public EndpointsMatrixCommand(ToolOptions options)
        : base("matrix", "Runs an application's own entry point, without listening, and shows which role passes at which endpoint, and what guards it. As text it is Markdown, so that it can stand in git.", options)
    {
        Add(_application);
        Add(_check);
        Add(_environment);
        Add(_root);
        Add(_timeout);
        _timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3_600)
                result.AddError("--timeout takes 1 to 3600.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "cks endpoints matrix App.dll --environment Development",
        "cks endpoints matrix App.dll --environment Development -o endpoints.approved.md",
        "cks endpoints matrix App.dll --environment Development --check endpoints.approved.md",
    ];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (!EndpointApplication.TryRead(parsed.GetValue(_application)!, out var application, out var refusal))
        {
            console.Error(refusal);
            return ExitCode.WrongUse;
        }

        var file = parsed.GetValue(_check);
        IReadOnlyList<MarkdownTable> approved = file is null ? [] : MarkdownTable.Parse(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
        if (file is not null && approved.Count == 0)
        {
            console.Error($"{file} holds no matrix. Write it with -o {file}.");
            return ExitCode.WrongUse;
        }

        var run = await EndpointRun.ToEndAsync(application, parsed.GetValue(_root)!, parsed.GetValue(_environment), TimeSpan.FromSeconds(parsed.GetValue(_timeout)), cancellationToken).ConfigureAwait(false);
        if (run.Report is not { } text)
        {
            foreach (var line in run.Refusal)
                console.Error(line);
            return ExitCode.WrongUse;
        }

        using var report = JsonDocument.Parse(text);
        if (EndpointMatrix.Of(report.RootElement) is not { } matrix)
        {
            console.Error("The application's Cks.Rbac.AspNetCore reports in a form that this tool does not know. Use the same version of both.");
            return ExitCode.WrongUse;
        }

        if (!matrix.Starts)
            console.Note("The application does not start: the last table says why.");
        if (file is null)
            await WriteAsync(console, report, matrix, cancellationToken).ConfigureAwait(false);
        return file is not null && await WriteDifferencesAsync(console, TableDifference.Between(approved, matrix.Tables), file, cancellationToken).ConfigureAwait(false) || !matrix.Starts
            ? ExitCode.Findings
            : ExitCode.Fine;
    }

    private static Task WriteAsync(ToolConsole console, JsonDocument report, EndpointMatrix matrix, CancellationToken cancellationToken) => console.IsJson
        ? console.WriteJsonAsync(report.WriteTo, cancellationToken)
        : console.WriteAsync(string.Join('\n', matrix.Tables.Where(t => t.Rows.Count > 0)), cancellationToken);

    private static async Task<bool> WriteDifferencesAsync(ToolConsole console, IReadOnlyList<string> differences, string file, CancellationToken cancellationToken)
    {
        if (console.IsJson)
        {
            await console.WriteJsonAsync(
                "cks.endpoint-differences",
                json =>
                {
                    json.WriteStartArray("differences");
                    foreach (var difference in differences)
                        json.WriteStringValue(difference);
                    json.WriteEndArray();
                },
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await console.WriteAsync(differences, cancellationToken).ConfigureAwait(false);
        }

        console.Note(differences.Count == 0 ? $"As approved in {file}." : $"{differences.Count} differences to {file}. When they are meant, write it anew with -o {file}.");
        return differences.Count > 0;
    }
}
