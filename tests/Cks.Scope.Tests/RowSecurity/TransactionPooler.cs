using System.Diagnostics;
using System.Net.Sockets;
using Cks.Tests;
using Npgsql;

namespace Cks.Scope.Tests.RowSecurity;

/// <summary>A PgBouncer of its own on 127.0.0.1, which hands two connections of the server from one transaction to the next, whoever's they are.</summary>
internal sealed class TransactionPooler : IAsyncDisposable
{
    private const string Binary = "/usr/sbin/pgbouncer";

    // It ends with its standard input, so with this process, even if that was killed.
    private const string Script = """
        trap '' INT HUP
        umask 077
        d=$(mktemp -d) && cd "$d" || exit 1
        printf '"%s" "%s"\n' "$5" "$6" >users
        cat >pooler.ini <<INI
        [databases]
        * = host=$2 port=$3
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = $4
        unix_socket_dir =
        auth_type = trust
        auth_file = $d/users
        pool_mode = transaction
        default_pool_size = 2
        ignore_startup_parameters = options, extra_float_digits
        INI
        "$1" -q pooler.ini >log 2>&1 &
        cat >/dev/null
        kill -TERM $!
        wait
        rm -rf "$d"
        """;

    private readonly Process _process;

    private TransactionPooler(Process process) => _process = process;

    /// <summary>Starts one, and leads a connection through it; skips the test where it is not installed.</summary>
    /// <param name="server">The connection, whose pool may be as large as it likes.</param>
    public static async Task<(TransactionPooler Pooler, NpgsqlConnectionStringBuilder Through)> StartAsync(NpgsqlConnectionStringBuilder server)
    {
        if (!File.Exists(Binary))
            Assert.Skip($"PgBouncer is not installed in {Binary}.");
        var port = PostgresServer.FreePort();
        string[] command = ["sh", "-c", Script, "sh", Binary, server.Host!, $"{server.Port}", $"{port}", server.Username!, server.Password!];
        if (Environment.UserName == "root") // it refuses to run as root
            command = ["runuser", "-u", "postgres", "--", .. command];
        var pooler = new TransactionPooler(Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, WorkingDirectory = Path.GetTempPath() })!);
        try
        {
            for (var start = TimeProvider.System.GetTimestamp(); !await ListensAsync(port);)
            {
                Assert.True(!pooler._process.HasExited && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "PgBouncer does not start.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
        catch
        {
            await pooler.DisposeAsync();
            throw;
        }

        // What it hands on knows neither what was prepared on another connection nor what a session left behind.
        return (pooler, new(server.ConnectionString) { Host = "127.0.0.1", Port = port, MaxAutoPrepare = 0, NoResetOnClose = true });
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
