using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.AuthZen;

/// <summary>One question, or many with one answer each.</summary>
internal static class EvaluationEndpoints
{
    private const string ExecuteAll = "execute_all";
    private const string DenyOnFirstDeny = "deny_on_first_deny";
    private const string PermitOnFirstPermit = "permit_on_first_permit";

    public static Task EvaluateAsync(HttpContext context) => AuthZenCall.HandleAsync(context, AnswerOneAsync);

    public static Task EvaluateAllAsync(HttpContext context) => AuthZenCall.HandleAsync(context, AnswerAllAsync);

    private static async Task AnswerOneAsync(AuthZenCall call)
    {
        var reader = new QuestionReader();
        if (Read(reader, call.Body, new(null, null, null, null)) is not { } question)
        {
            await call.RefuseAsync(reader.Fault!).ConfigureAwait(false);
            return;
        }

        var decision = await call.Services.GetRequiredService<Evaluator>().DecideAsync(call.Asking, [question], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json => json.WriteBoolean("decision", decision[0])).ConfigureAwait(false);
    }

    private static async Task AnswerAllAsync(AuthZenCall call)
    {
        if (!call.Body.TryGetProperty("evaluations", out var items) || items is { ValueKind: JsonValueKind.Array } && items.GetArrayLength() == 0)
        {
            await AnswerOneAsync(call).ConfigureAwait(false);
            return;
        }

        var reader = new QuestionReader();
        var defaults = new Question(reader.Entity(call.Body, "subject"), reader.Action(call.Body), reader.Entity(call.Body, "resource"), reader.Context(call.Body));
        var stopsAt = StopsAt(reader, call.Body);
        if (items.ValueKind != JsonValueKind.Array)
            reader.Fail("evaluations is not an array.");
        else if (items.GetArrayLength() > call.Model.Options.MaxEvaluations)
            reader.Fail($"There are more than {call.Model.Options.MaxEvaluations} evaluations.");
        if (reader.Fault is { } fault)
        {
            await call.RefuseAsync(fault).ConfigureAwait(false);
            return;
        }

        var (questions, faults) = (new Question?[items.GetArrayLength()], new string?[items.GetArrayLength()]);
        foreach (var (i, item) in items.EnumerateArray().Index())
        {
            var ofItem = new QuestionReader();
            questions[i] = Read(ofItem, item, defaults);
            faults[i] = ofItem.Fault;
        }

        var decisions = await call.Services.GetRequiredService<Evaluator>().DecideAsync(call.Asking, questions, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json => Write(json, decisions, faults, stopsAt)).ConfigureAwait(false);
    }

    /// <summary>A question; what it does not have itself it has, whole, from the defaults.</summary>
    private static Question? Read(QuestionReader reader, JsonElement item, Question defaults)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            reader.Fail("The evaluation is not an object.");
            return null;
        }

        var subject = reader.Required(reader.Entity(item, "subject") ?? defaults.Subject, "subject");
        var action = reader.Required(reader.Action(item) ?? defaults.Action, "action");
        var resource = reader.Required(reader.Entity(item, "resource") ?? defaults.Resource, "resource");
        var context = reader.Context(item) ?? defaults.Context;
        return reader.Fault is null ? new(subject, action, resource, context) : null;
    }

    /// <summary>The decision behind which no other is answered; <see langword="null"/> where all are.</summary>
    private static bool? StopsAt(QuestionReader reader, JsonElement body)
    {
        if (reader.Object(body, "options") is not { } options || !options.TryGetProperty("evaluations_semantic", out var semantic))
            return null;
        switch (QuestionReader.TextOf(semantic))
        {
            case ExecuteAll:
                return null;
            case DenyOnFirstDeny:
                return false;
            case PermitOnFirstPermit:
                return true;
            default:
                reader.Fail($"options.evaluations_semantic is none of {ExecuteAll}, {DenyOnFirstDeny}, {PermitOnFirstPermit}.");
                return null;
        }
    }

    private static void Write(Utf8JsonWriter json, bool[] decisions, string?[] faults, bool? stopsAt)
    {
        json.WriteStartArray("evaluations");
        for (var i = 0; i < decisions.Length; i++)
        {
            json.WriteStartObject();
            json.WriteBoolean("decision", decisions[i]);
            if (faults[i] is { } fault)
                WriteFault(json, fault);
            json.WriteEndObject();
            if (decisions[i] == stopsAt)
                break;
        }

        json.WriteEndArray();
    }

    private static void WriteFault(Utf8JsonWriter json, string fault)
    {
        json.WriteStartObject("context");
        json.WriteStartObject("error");
        json.WriteNumber("status", StatusCodes.Status400BadRequest);
        json.WriteString("message", fault);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
