using System.CommandLine;
using System.Globalization;
using Cks.Core;
using Cks.HubConfig;

namespace Cks.Cli;

/// <summary><c>cks hub migrate FILE...</c>: says of which version documents are, and carries them to another. All of them or none.</summary>
internal sealed class HubMigrateCommand : ToolCommand
{
    private readonly Argument<string[]> _files = new("FILE") { Description = "Hub documents, or folders: of those all hubs/*.json.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<int> _to = new("--to") { Description = $"The version, from {HubSchema.OldestVersion} to {HubSchema.CurrentVersion}.", DefaultValueFactory = _ => HubSchema.CurrentVersion, HelpName = "N" };
    private readonly Option<bool> _write = new("--write") { Description = "Rewrites the documents. Their comments are left out, which is told." };

    private readonly Option<bool> _accept = new("--accept-unheld") { Description = "With --write: also where the older version cannot say what held something off (CKS407)." };

    public HubMigrateCommand(ToolOptions options)
        : base("migrate", "Lists the versions of hub documents, and with --write carries them to one. Ends with 1 while any is of another.", options)
    {
        Add(_files);
        Add(_to);
        Add(_write);
        Add(_accept);
        _to.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < HubSchema.OldestVersion or > HubSchema.CurrentVersion)
                result.AddError($"The versions are {HubSchema.OldestVersion} to {HubSchema.CurrentVersion}.");
        });
    }

    public override IReadOnlyList<string> Examples { get; } = ["cks hub migrate hubs --write", "cks hub migrate hubs", "cks hub migrate hubs/crew.json --to 1 --write --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        var (to, isWritten) = (parsed.GetValue(_to), parsed.GetValue(_write));
        var (documents, findings) = (new List<(string File, bool HasComments, HubMigration Migration)>(), new List<Diagnostic>());
        foreach (var file in HubInput.Files(parsed.GetValue(_files)!))
        {
            var utf8 = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            var migrated = HubMigrator.Migrate(file, utf8, to);
            findings.AddRange(migrated.Diagnostics);
            if (migrated.Value is { } migration)
                documents.Add((file, SourceDocument.Read(file, utf8, SourceDocumentOptions.Strict, new()) is null, migration));
        }

        console.Findings(findings);
        if (findings.Any(f => f.Severity == DiagnosticSeverity.Error))
            return ExitCode.WrongUse;
        // In a pipeline nobody reads a warning: what held something off is let go by somebody who says so.
        if (isWritten && !parsed.GetValue(_accept) && findings.Any(f => f.Code.Id == CksCodes.HubMigration.Id))
        {
            console.Note($"Nothing is written: version {to} cannot say what holds something off. Switch that off by words of that version, then add --accept-unheld.");
            return ExitCode.Findings;
        }

        if (isWritten)
            foreach (var (file, hasComments, migration) in documents.Where(d => d.Migration.From != to))
            {
                await ReplaceAsync(file, migration.Utf8, cancellationToken).ConfigureAwait(false);
                if (hasComments)
                    console.Note($"{file}: its comments are left out.");
            }

        await WriteAsync(console, documents.ConvertAll(d => (d.File, d.Migration.From, isWritten ? to : d.Migration.From)), cancellationToken).ConfigureAwait(false);
        return isWritten || documents.All(d => d.Migration.From == to) ? ExitCode.Fine : ExitCode.Findings;
    }

    // A reader sees the old document or the new one, never half of either.
    private static async Task ReplaceAsync(string file, ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var beside = $"{file}.{Path.GetRandomFileName()}";
        try
        {
            await File.WriteAllBytesAsync(beside, utf8, cancellationToken).ConfigureAwait(false);
            File.Move(beside, file, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static Task WriteAsync(ToolConsole console, IReadOnlyList<(string File, int Was, int Is)> documents, CancellationToken cancellationToken)
    {
        if (!console.IsJson)
            return console.WriteAsync(documents.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.File}  version {d.Was}{(d.Was == d.Is ? "" : $" -> {d.Is}")}")), cancellationToken);
        return console.WriteJsonAsync("cks.hub-versions", json =>
        {
            json.WriteStartArray("documents");
            foreach (var (file, was, now) in documents)
            {
                json.WriteStartObject();
                json.WriteString("file", file);
                json.WriteNumber("was", was);
                json.WriteNumber("is", now);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }, cancellationToken);
    }
}
