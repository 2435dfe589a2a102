using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Cks.Tests;

/// <summary>
/// The PostgreSQL of this process. <c>CKS_TEST_POSTGRES</c> is a connection string of a server on which databases may be created and dropped,
/// or <c>none</c>; without it a private cluster in a temporary folder is started on 127.0.0.1 when PostgreSQL's binaries are installed.
/// Tests reach it through <c>PostgresDatabase</c>.
/// </summary>
public static class PostgresServer
{
    private const string Variable = "CKS_TEST_POSTGRES";

    // The shell outlives neither case: standard input is a pipe that only this process holds, so the cluster is stopped and deleted
    // when the process ends, even if it was killed.
    private const string Script = """
        trap '' INT HUP TERM
        d=$(mktemp -d) || exit 1
        if "$1/initdb" -D "$d/data" -U cks -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$d/log" 2>&1 &&
           "$1/pg_ctl" -D "$d/data" -w -l "$d/log" -o "-p $2 -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=300" start >>"$d/log" 2>&1
        then
          echo ready
          cat >/dev/null
          "$1/pg_ctl" -D "$d/data" -m immediate -w stop >/dev/null 2>&1
        else
          tail -n 5 "$d/log" | tr '\n' ' '
          echo
        fi
        rm -rf "$d"
        """;

    private static readonly Lazy<Task<Server>> Instance = new(StartAsync);

    /// <summary>Connection string of the server's maintenance database, or <see langword="null"/> and the reason when there is no server.</summary>
    public static async Task<(string? ConnectionString, string Reason)> FindAsync()
    {
        var server = await Instance.Value;
        return (server.ConnectionString, server.Reason);
    }

    private static async Task<Server> StartAsync()
    {
        var configured = Environment.GetEnvironmentVariable(Variable);
        if (string.Equals(configured, "none", StringComparison.OrdinalIgnoreCase))
            return new(null, $"{Variable} is none.");
        if (!string.IsNullOrWhiteSpace(configured))
            return new(configured, "");
        if (FindBinaries() is not { } binaries)
            return new(null, $"PostgreSQL is not installed in /usr/lib/postgresql and {Variable} is not set.");
        var said = "";
        for (var attempt = 0; attempt < 3; attempt++) // the free port may be taken before the server binds it
        {
            var port = FreePort();
            if ((said = await StartClusterAsync(binaries, port)) == "ready")
                return new($"Host=127.0.0.1;Port={port};Username=cks;Database=postgres", "");
        }

        throw new InvalidOperationException($"The private PostgreSQL cluster does not start: {said}");
    }

    internal static string? FindBinaries() =>
        !Directory.Exists("/usr/lib/postgresql")
            ? null
            : Directory.EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(d => double.TryParse(Path.GetFileName(d), out var version) ? version : 0)
                .Select(d => Path.Combine(d, "bin"))
                .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")));

    // Below those that connections are given for their own end, so that none of them takes it before a server does, or while one restarts.
    internal static int FreePort()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < 100)
            {
                // Somebody has it.
            }
        }
    }

    private static async Task<string> StartClusterAsync(string binaries, int port)
    {
        string[] command = ["sh", "-c", Script, "sh", binaries, port.ToString()];
        if (Environment.UserName == "root") // PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", .. command];
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var said = await process.StandardOutput.ReadLineAsync() ?? "";
        if (said == "ready")
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(process);
        else
            Stop(process);
        return said;
    }

    private static void Stop(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit(TimeSpan.FromSeconds(10));
        process.Dispose();
    }

    private sealed record Server(string? ConnectionString, string Reason);
}
