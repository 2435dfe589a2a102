using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cks.QueryBuilder.Tests;

/// <summary>
/// The text of every construct on both databases, in <c>Approved.sql</c> beside this file. Where a text differs, the test writes what it received next to the test
/// executable and says where: read the difference, then copy it over the approved file.
/// </summary>
public sealed class ApprovedSqlTests(PostgresDatabase postgres) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public void Every_construct_has_the_approved_text_and_values_on_both_dialects() => ApprovedFile.Check("Approved.sql", Render());

    [Fact]
    public void Every_public_construct_is_among_the_approved_ones()
    {
        var approved = Approved.Cases.SelectMany(c => c.Methods.Split("), ").Select(m => m.TrimEnd(')'))).ToHashSet(StringComparer.Ordinal);
        Type[] types = [typeof(Query), typeof(ConditionGroup), typeof(Aggregate), typeof(JsonColumns), typeof(Write), typeof(Table)];
        var methods = types.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetBaseDefinition() == m && (!m.IsSpecialName || m.ReturnType.IsAssignableTo(typeof(Column))))
            .Where(m => m.DeclaringType != typeof(Table) || m.GetParameters() is not [{ ParameterType: var first }, ..] || first != typeof(string)) // looking a name up
            .Where(m => m.Name != nameof(Query.UsedColumns)) // looks, and writes nothing
            .Select(SignatureOf)
            .ToArray();

        Assert.Empty(methods.Except(approved));
        Assert.Empty(approved.Where(a => a.Length > 0).Except(methods));
        Assert.All(Approved.Cases, c => Assert.All(
            c.Methods.Split("), ", StringSplitOptions.RemoveEmptyEntries), m => Assert.Contains(m.Split('(')[0].Split('.')[1], c.Call, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_approved_text_is_one_statement_that_SQLite_runs()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await ExecuteAsync(connection, Office.Tables(Dialect.Sqlite));
        await using var transaction = await connection.BeginTransactionAsync();

        foreach (var each in Approved.Cases)
        {
            var result = each.Compile(SqliteCompiler.Default);
            Assert.Equal(1, SqliteText.Statements(connection, result.Sql));
            await RunAsync(connection, result.Sql, [.. result.NamedBindings.Select(b => new SqliteParameter(b.Key, b.Value))]);
        }
    }

    [Fact]
    public async Task Every_approved_text_is_one_statement_that_PostgreSQL_runs()
    {
        var source = await postgres.SourceAsync();
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, Office.Tables(Dialect.Postgres));
        await using var transaction = await connection.BeginTransactionAsync();

        foreach (var each in Approved.Cases)
        {
            var result = each.Compile(PostgresCompiler.Default);
            // As Dapper sends it, and as the library does: the server itself takes one statement only.
            await RunAsync(connection, result.Sql, [.. result.NamedBindings.Select(b => new NpgsqlParameter(b.Key, b.Value))]);
            await RunAsync(connection, result.PositionalSql, [.. result.Bindings.Select(b => new NpgsqlParameter { Value = b })]);
        }
    }

    private static async Task RunAsync(DbConnection connection, string sql, params DbParameter[] values)
    {
        await ExecuteAsync(connection, "SAVEPOINT before");
        try
        {
            await ExecuteAsync(connection, sql, values);
        }
        catch (DbException e)
        {
            Assert.Fail($"{e.Message}\n{sql}");
        }

        await ExecuteAsync(connection, "ROLLBACK TO before");
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, params DbParameter[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddRange(values);
        if (values.Length > 0)
            await command.PrepareAsync();
        await command.ExecuteNonQueryAsync();
    }

    private static string Render()
    {
        var text = new StringBuilder("""
            -- What the query builder writes, construct by construct: the methods, a call, the text of each dialect and its values with their .NET types.
            -- A test compares it. To accept a change, read the difference to the file that the failed test names, and copy that file over this one.


            """);
        foreach (var each in Approved.Cases)
        {
            var (postgres, sqlite) = (Render(each.Compile(PostgresCompiler.Default)), Render(each.Compile(SqliteCompiler.Default)));
            text.Append(each.Methods.Length == 0 ? "" : $"-- {each.Methods}\n").Append(CultureInfo.InvariantCulture, $"-- {each.Call}\n");
            if (postgres == sqlite)
                text.Append(CultureInfo.InvariantCulture, $"-- both\n{postgres}\n");
            else
                text.Append(CultureInfo.InvariantCulture, $"-- PostgreSQL\n{postgres}-- SQLite\n{sqlite}\n");
        }

        return text.ToString();
    }

    private static string Render(SqlResult result)
    {
        var text = new StringBuilder(result.Sql).Append(";\n");
        foreach (var (i, value) in result.Bindings.Index())
            text.Append(CultureInfo.InvariantCulture, $"--   @p{i} {value!.GetType().Name} {ValueOf(value)}\n");
        return text.ToString();
    }

    private static string ValueOf(object value) => value switch
    {
        string text => $"\"{text}\"",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object>().Select(ValueOf))}]",
        DateTime instant => $"{instant:yyyy-MM-ddTHH:mm:ss.fffffff} {instant.Kind}",
        DateOnly date => $"{date:yyyy-MM-dd}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string SignatureOf(MethodInfo method)
    {
        var name = $"{method.DeclaringType!.Name}.{(method.IsSpecialName ? method.Name["get_".Length..] : method.Name)}";
        return method.IsSpecialName ? name : $"{name}({string.Join(", ", method.GetParameters().Select(p => NameOf(p.ParameterType)))}";
    }

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } underlying ? $"{NameOf(underlying)}?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
