using System.Data.Common;
using System.Reflection;
using System.Reflection.Emit;
using Cks.QueryBuilder;
using Cks.Scope;
using Cks.Tests;

namespace Cks.EndToEnd.Tests.Scope;

/// <summary>What the portal's code calls, instruction by instruction: nothing is read for somebody that was not scoped, or let through with a reason that somebody approved (S05).</summary>
public sealed class UnscopedUsesTests
{
    private static readonly Assembly Portal = typeof(Samples.Portal.PortalHost).Assembly;
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    [Fact]
    public void S05_every_use_of_unscoped_and_unmasked_reads_is_approved_with_its_reason()
    {
        var uses = Calls().Where(c => c.Called is { Name: nameof(IScopeQueries.Unscoped) or nameof(IScopeQueries.Unmasked) })
            .Select(c => $"{c.Called.Name.ToLowerInvariant()} {c.Where}: {c.Text ?? "(the reason is the caller's)"}").Order(StringComparer.Ordinal).ToArray();

        ApprovedFile.Check("UnscopedUses.approved.txt", string.Concat(uses.Select(u => u + "\n")));
        Assert.Equal(["unmasked PortalWork.Unmasked: (the reason is the caller's)", "unscoped PortalWork.Unscoped: (the reason is the caller's)"], uses.Where(u => u.EndsWith("(the reason is the caller's)", StringComparison.Ordinal)));
    }

    [Fact]
    public void S05_nothing_is_read_for_somebody_but_what_was_scoped()
    {
        var calls = Calls().ToArray();

        Assert.True(calls.Length > 1_000);
        Assert.Contains(calls, c => c.Called.DeclaringType == typeof(ScopedReader));
        // Whether the database answers at all.
        Assert.Equal(["HealthEndpoints.MapHealth calls ExecuteScalarAsync"], calls.Where(c => IsBare(c.Called)).Select(c => $"{c.Where} calls {c.Called.Name}"));
    }

    private static bool IsBare(MethodBase called) =>
        called.DeclaringType == typeof(QueryReader)
        || (called.DeclaringType == typeof(SqlTransaction) && called is { Name: nameof(SqlTransaction.ReadAsync) } && called.GetParameters()[0].ParameterType == typeof(Query))
        || (typeof(SqlCompiler).IsAssignableFrom(called.DeclaringType) && called.Name == nameof(SqlCompiler.Compile))
        || (typeof(DbCommand).IsAssignableFrom(called.DeclaringType) && called.Name.StartsWith("Execute", StringComparison.Ordinal));

    // The schema of the database is nobody's, and the demonstration is a program that asks over HTTP.
    private static IEnumerable<(string Where, MethodBase Called, string? Text)> Calls() =>
        from type in Portal.GetTypes()
        where type.Namespace?.StartsWith("Cks.Samples.Portal.Database", StringComparison.Ordinal) == false
        from method in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly).OfType<MethodBase>()
        from call in CallsOf(method)
        select (NameOf(method), call.Called, call.Text);

    private static IEnumerable<(MethodBase Called, string? Text)> CallsOf(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var text = (string?)null;
        for (var at = 0; at < il.Length;)
        {
            var code = Codes[il[at] == 0xFE ? BitConverter.ToInt16([il[at + 1], il[at]]) : il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod && method.Module.ResolveMethod(BitConverter.ToInt32(il, at), method.DeclaringType?.GetGenericArguments(), method is MethodInfo ? method.GetGenericArguments() : null) is { } called)
                yield return (called, text);
            text = code.OperandType == OperandType.InlineString ? method.Module.ResolveString(BitConverter.ToInt32(il, at)) : null;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }

    // Of what the compiler makes of lambdas and asynchronous methods, the method that was written.
    private static string NameOf(MethodBase method)
    {
        var (type, name) = (method.DeclaringType!, method.Name);
        while (type.DeclaringType is { } outer && type.Name.StartsWith('<'))
            (type, name) = (outer, type.Name.StartsWith("<>", StringComparison.Ordinal) ? name : type.Name);
        var written = name.Trim('<');
        return $"{type.Name}.{(written.IndexOf('>', StringComparison.Ordinal) is > 0 and var end ? written[..end] : written)}";
    }
}
