using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AuthZen;

/// <summary>Who may, on what, or what: a page at a time and without totals.</summary>
internal static class SearchEndpoints
{
    public static Task SubjectsAsync(HttpContext context) => AuthZenCall.HandleAsync(context, c => AnswerAsync(c, SearchKind.Subject));

    public static Task ResourcesAsync(HttpContext context) => AuthZenCall.HandleAsync(context, c => AnswerAsync(c, SearchKind.Resource));

    public static Task ActionsAsync(HttpContext context) => AuthZenCall.HandleAsync(context, c => AnswerAsync(c, SearchKind.Action));

    private static async Task AnswerAsync(AuthZenCall call, SearchKind kind)
    {
        var reader = new QuestionReader();
        var question = new Question(
            reader.Required(reader.Entity(call.Body, "subject", isWanted: kind == SearchKind.Subject), "subject"),
            kind == SearchKind.Action ? null : reader.Required(reader.Action(call.Body), "action"),
            reader.Required(reader.Entity(call.Body, "resource", isWanted: kind == SearchKind.Resource), "resource"),
            reader.Context(call.Body));
        var page = reader.Object(call.Body, "page");
        var (limit, token) = (LimitOf(reader, page, call.Model.Options.MaxResults), TokenOf(reader, page));
        var (tokens, hash, after) = (call.Services.GetRequiredService<PageTokens>(), RequestHash.Of(kind, call.Asking.Caller, call.Body), default(string));
        if (reader.Fault is null && token is not null && !tokens.TryRead(token, hash, out after))
            reader.Fail("page.token does not continue this request, or has expired.");
        if (reader.Fault is { } fault)
        {
            await call.RefuseAsync(fault).ConfigureAwait(false);
            return;
        }

        var found = await call.Services.GetRequiredService<Searcher>().FindAsync(kind, call.Asking, question, after, limit, call.Aborted).ConfigureAwait(false);
        var next = found.Last is { } last ? tokens.Make(hash, last) : "";
        await call.AnswerAsync(json =>
        {
            Write(json, kind, question, found.Results);
            // Harnesses compare whole bodies: the page is there for whoever asks for it, and where there is another one.
            if (page is not null || next.Length > 0)
                WritePage(json, next);
        }).ConfigureAwait(false);
    }

    private static int LimitOf(QuestionReader reader, JsonElement? page, int most)
    {
        if (page is not { } given || !given.TryGetProperty("limit", out var limit))
            return most;
        if (limit.ValueKind == JsonValueKind.Number && limit.TryGetDecimal(out var number) && number >= 0 && decimal.IsInteger(number))
            return (int)Math.Min(number, most);
        reader.Fail("page.limit is not a whole number from 0.");
        return most;
    }

    private static string? TokenOf(QuestionReader reader, JsonElement? page)
    {
        if (page is not { } given || !given.TryGetProperty("token", out var token))
            return null;
        if (QuestionReader.TextOf(token) is not { } text)
            reader.Fail("page.token is not a text.");
        else
            return text;
        return null;
    }

    private static void Write(Utf8JsonWriter json, SearchKind kind, Question question, IReadOnlyList<string> results)
    {
        json.WriteStartArray("results");
        foreach (var result in results)
        {
            json.WriteStartObject();
            if (kind != SearchKind.Action)
                json.WriteString("type", kind == SearchKind.Subject ? question.Subject!.Type : question.Resource!.Type);
            json.WriteString(kind == SearchKind.Action ? "name" : "id", result);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePage(Utf8JsonWriter json, string next)
    {
        json.WriteStartObject("page");
        json.WriteString("next_token", next);
        json.WriteEndObject();
    }
}
