using System.CommandLine;
using System.Text.Json;
using Cks.Core;

namespace Cks.Cli;

/// <summary><c>cks explain [CODE]</c>: prints the page of a code, or the list of all codes.</summary>
internal sealed class ExplainCommand : ToolCommand
{
    private readonly Argument<string?> _code = new("CODE") { Description = "Code such as CKS204; without one all codes are listed.", Arity = ArgumentArity.ZeroOrOne };

    public ExplainCommand(ToolOptions options)
        : base("explain", "Says what a code means, why it is refused and how to mend it.", options) => Add(_code);

    public override IReadOnlyList<string> Examples { get; } = ["cks explain", "cks explain CKS204", "cks explain CKS102 --format json"];

    protected override async Task<int> RunAsync(ParseResult parsed, ToolConsole console, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_code) is not { } id)
            await ListAsync(console, cancellationToken).ConfigureAwait(false);
        else if (CksCodes.Find(id) is { } code)
            await PrintAsync(console, code, cancellationToken).ConfigureAwait(false);
        else
            return Unknown(console, id);
        return ExitCode.Fine;
    }

    private static Task ListAsync(ToolConsole console, CancellationToken cancellationToken) => console.IsJson
        ? console.WriteJsonAsync("cks.codes", json =>
        {
            json.WriteStartArray("codes");
            foreach (var code in CksCodes.All)
            {
                json.WriteStartObject();
                Write(json, code);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }, cancellationToken)
        : console.WriteAsync(CksCodes.All.Select(c => $"{c.Id}  {DiagnosticText.Word(c.Severity),-7}  {c.Title}"), cancellationToken);

    private static Task PrintAsync(ToolConsole console, CksCode code, CancellationToken cancellationToken) => console.IsJson
        ? console.WriteJsonAsync("cks.code", json =>
        {
            Write(json, code);
            json.WriteString("page", ErrorPage.Read(code));
        }, cancellationToken)
        : console.WriteAsync(ErrorPage.Read(code).Split('\n'), cancellationToken);

    private static int Unknown(ToolConsole console, string id)
    {
        var advice = DidYouMean.Closest(id, CksCodes.All.Select(c => c.Id)) is { } closest ? $"Did you mean \"{closest}\"?" : "\"cks explain\" lists all codes.";
        console.Error(new Diagnostic(CksCodes.UnknownCode, SourceLocation.Whole("cks explain:"), $"There is no code \"{id}\".", advice).ToString());
        return ExitCode.WrongUse;
    }

    private static void Write(Utf8JsonWriter json, CksCode code)
    {
        json.WriteString("id", code.Id);
        json.WriteString("severity", DiagnosticText.Word(code.Severity));
        json.WriteString("title", code.Title);
    }
}
