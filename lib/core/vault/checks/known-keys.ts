export type KeyType =
  | "text"
  | "number"
  | "boolean"
  | "list"
  | "object"
  | "text or list"
  | "text or number"
  | "any";

export interface KnownKey {
  type: KeyType;
  about: string;
}

const rows: Record<string, readonly [KeyType, string]> = {
  api: ["object", "Server URLs and the credentials that clients sign in with."],
  "api.api_server": ["text", "URL of the API server."],
  "api.web_server": ["text", "URL of the web interface, used for links."],
  "api.files_server": ["text", "Default storage for artifacts and models."],
  "api.verify_certificate": ["boolean", "Whether to verify the certificates of the servers."],
  "api.credentials": ["object", "The credentials that clients sign in with."],
  "api.credentials.access_key": ["text", "Access key of the credentials."],
  "api.credentials.secret_key": ["text", "Secret key of the credentials."],
  agent: ["object", "How agents prepare and run tasks."],
  "agent.worker_id": ["text", "ID of one agent; specific to a machine."],
  "agent.worker_name": ["text", "Display name of one agent; specific to a machine."],
  "agent.cuda_version": ["text or number", "CUDA version; specific to a machine."],
  "agent.cudnn_version": ["text or number", "cuDNN version; specific to a machine."],
  "agent.default_python": ["text or number", "Default Python version; specific to a machine."],
  "agent.debug": ["boolean", "Debug output of one agent; specific to a machine."],
  "agent.python_binary": ["text", "Python executable that creates the environments."],
  "agent.git_user": ["text", "User name for cloning over HTTPS."],
  "agent.git_pass": ["text", "Password or token for cloning over HTTPS."],
  "agent.git_host": ["text", "The only host that the git user and password are sent to."],
  "agent.force_git_ssh_protocol": ["boolean", "Clone over SSH even if the task has an HTTPS URL."],
  "agent.force_git_ssh_port": ["text or number", "The port for cloning over SSH."],
  "agent.force_git_ssh_user": ["text", "The user for cloning over SSH."],
  "agent.force_git_root_python_path": ["boolean", "Add the root of the repository to PYTHONPATH."],
  "agent.reload_config": ["boolean", "Reload the configuration before each task."],
  "agent.apply_environment": ["boolean", "Whether agents set the variables of the environment section."],
  "agent.apply_files": ["boolean", "Whether agents write the files of the files section."],
  "agent.enable_task_env": ["boolean", "Pass the environment of the agent to its tasks."],
  "agent.translate_ssh": ["boolean", "Convert SSH URLs to HTTPS if a user and password are set."],
  "agent.venvs_dir": ["text", "Folder for the environments of tasks."],
  "agent.venvs_cache": ["object", "Cache of virtual environments."],
  "agent.venvs_cache.path": ["text", "Folder of the environment cache."],
  "agent.venvs_cache.max_entries": ["number", "Maximum number of cached environments."],
  "agent.venvs_cache.free_space_threshold_gb": ["number", "Disk space to keep free, in GB."],
  "agent.vcs_cache": ["object", "Cache of repository clones."],
  "agent.vcs_cache.enabled": ["boolean", "Whether to cache clones."],
  "agent.vcs_cache.path": ["text", "Folder of the clone cache."],
  "agent.venv_update": ["object", "Reuse one environment for several tasks."],
  "agent.pip_download_cache": ["object", "Cache of downloaded packages."],
  "agent.pip_download_cache.enabled": ["boolean", "Whether to cache downloads."],
  "agent.pip_download_cache.path": ["text", "Folder of the download cache."],
  "agent.docker_pip_cache": ["text", "Host folder that containers use as the pip cache."],
  "agent.docker_apt_cache": ["text", "Host folder that containers use as the apt cache."],
  "agent.docker_force_pull": ["boolean", "Pull the image before each task."],
  "agent.docker_install_opencv_libs": [
    "boolean",
    "Install the system packages for OpenCV in each container.",
  ],
  "agent.docker_init_bash_script": ["text or list", "Commands that run first in each container."],
  "agent.docker_preprocess_bash_script": [
    "text or list",
    "Commands that run in each container before packages are installed.",
  ],
  "agent.docker_container_name_format": ["text", "Name format of containers."],
  "agent.docker_internal_mounts": ["object", "Paths of the caches inside containers."],
  "agent.docker_apply_environment_from_vault": [
    "boolean",
    "Pass the environment section of the owner to containers.",
  ],
  "agent.extra_docker_arguments": ["list", "Arguments added to every docker run."],
  "agent.extra_docker_shell_script": [
    "list",
    "Commands that run in each container before the task is set up.",
  ],
  "agent.protected_docker_extra_args": ["list", "Docker arguments that tasks can’t change."],
  "agent.default_docker": ["object", "Default container for tasks."],
  "agent.default_docker.image": ["text", "Default image for tasks."],
  "agent.default_docker.arguments": ["text or list", "Default Docker arguments for tasks."],
  "agent.default_docker.match_rules": [
    "list",
    "Defaults for tasks that match a rule; the first matching rule applies.",
  ],
  "agent.disable_ssh_mount": ["boolean", "Don’t mount the host’s .ssh folder into containers."],
  "agent.hide_docker_command_env_vars": [
    "object",
    "Which variables to hide when a docker command is logged.",
  ],
  "agent.hide_docker_command_env_vars.enabled": ["boolean", "Whether to hide values in logged commands."],
  "agent.hide_docker_command_env_vars.extra_keys": ["list", "Additional variables to hide."],
  "agent.ignore_requested_python_version": ["boolean", "Always use the Python of the agent."],
  "agent.custom_build_script": ["text", "Script that prepares tasks instead of the agent."],
  "agent.propagate_exit_code": ["boolean", "Exit with the exit code of the task."],
  "agent.package_manager": ["object", "How packages are installed."],
  "agent.package_manager.type": ["text", "pip, conda, poetry or uv."],
  "agent.package_manager.pip_version": ["text or list", "pip version to install first."],
  "agent.package_manager.poetry_version": ["text or list", "Poetry version to install first."],
  "agent.package_manager.system_site_packages": [
    "boolean",
    "Give environments access to the system packages.",
  ],
  "agent.package_manager.force_upgrade": [
    "boolean",
    "Install the latest version of packages that are not pinned.",
  ],
  "agent.package_manager.extra_index_url": ["list", "Additional package indexes."],
  "agent.package_manager.extra_pip_install_flags": ["list", "Additional flags for every pip install."],
  "agent.package_manager.conda_channels": ["list", "conda channels, in search order."],
  "agent.package_manager.conda_env_as_base_docker": [
    "boolean",
    "Use the container field of a task as a conda environment.",
  ],
  "agent.package_manager.use_conda_base_env": ["boolean", "Run tasks in the conda base environment."],
  "agent.package_manager.priority_packages": ["list", "Packages installed before all others."],
  "agent.package_manager.priority_optional_packages": ["list", "Installed first; a failure is ignored."],
  "agent.package_manager.post_packages": ["list", "Packages installed after all others."],
  "agent.package_manager.post_optional_packages": ["list", "Installed last; a failure is ignored."],
  "agent.package_manager.pip_legacy_resolver": ["list", "Packages that use the legacy pip resolver."],
  "agent.package_manager.torch_nightly": ["boolean", "Use nightly PyTorch builds if no release matches."],
  "agent.package_manager.torch_page": ["text", "URL of the PyTorch builds."],
  "agent.package_manager.force_repo_requirements_txt": [
    "boolean",
    "Install requirements.txt from the repository instead of the recorded packages.",
  ],
  sdk: ["object", "How the ClearML package behaves inside a task."],
  "sdk.apply_environment": [
    "boolean",
    "Whether the ClearML package sets the variables of the environment section.",
  ],
  "sdk.apply_files": ["boolean", "Whether the ClearML package writes the files of the files section."],
  "sdk.storage": ["object", "Downloads and their cache."],
  "sdk.storage.cache": ["object", "Cache of downloaded files."],
  "sdk.storage.cache.default_base_dir": ["text", "Folder of the cache."],
  "sdk.storage.cache.default_cache_manager_size": ["number", "Maximum number of files in the cache."],
  "sdk.storage.direct_access": ["list", "Paths that are read directly, without a copy in the cache."],
  "sdk.metrics": ["object", "How plots and images are reported."],
  "sdk.metrics.file_history_size": ["number", "Number of images to keep for each title and series."],
  "sdk.metrics.matplotlib_untitled_history_size": ["number", "Number of untitled figures to keep."],
  "sdk.metrics.plot_max_num_digits": ["number", "Decimal places in plots."],
  "sdk.metrics.tensorboard_single_series_per_graph": [
    "boolean",
    "Create a separate graph for each TensorBoard series.",
  ],
  "sdk.metrics.images": ["object", "How debug images are stored."],
  "sdk.metrics.images.format": ["text", "File format of debug images."],
  "sdk.metrics.images.quality": ["number", "JPEG quality of debug images, 1 to 100."],
  "sdk.metrics.images.subsampling": ["number", "JPEG colour subsampling of debug images."],
  "sdk.network": ["object", "Uploads and retries."],
  "sdk.network.file_upload_retries": ["number", "Number of upload retries."],
  "sdk.network.metrics": ["object", "Upload of reported files."],
  "sdk.network.metrics.file_upload_threads": ["number", "Number of parallel uploads."],
  "sdk.network.metrics.file_upload_starvation_warning_sec": [
    "number",
    "Seconds that uploads may wait before a warning.",
  ],
  "sdk.network.iteration": ["object", "Retries of reports."],
  "sdk.network.iteration.max_retries_on_server_error": [
    "number",
    "Number of report retries after a server error.",
  ],
  "sdk.network.iteration.retry_backoff_factor_sec": [
    "number",
    "Seconds to wait before a retry, doubled each time.",
  ],
  "sdk.aws": ["object", "Amazon S3 and compatible storage."],
  "sdk.aws.s3": ["object", "Credentials for S3 storage."],
  "sdk.aws.s3.key": ["text", "Access key id for all buckets."],
  "sdk.aws.s3.secret": ["text", "Secret access key for all buckets."],
  "sdk.aws.s3.token": ["text", "Session token for all buckets."],
  "sdk.aws.s3.region": ["text", "Region for all buckets."],
  "sdk.aws.s3.use_credentials_chain": ["boolean", "Use the boto3 credentials chain."],
  "sdk.aws.s3.extra_args": ["object", "Additional arguments for uploads."],
  "sdk.aws.s3.credentials": ["list", "Credentials for specific buckets or hosts."],
  "sdk.aws.boto3": ["object", "Transfer settings of boto3."],
  "sdk.aws.boto3.pool_connections": ["number", "Number of connections to keep open."],
  "sdk.aws.boto3.max_multipart_concurrency": ["number", "Number of parts of a file to transfer in parallel."],
  "sdk.aws.boto3.multipart_threshold": [
    "number",
    "File size in bytes from which a multipart transfer is used.",
  ],
  "sdk.aws.boto3.multipart_chunksize": ["number", "Size of each part in bytes."],
  "sdk.aws.boto3.s3": ["object", "Additional settings for the boto3 S3 client."],
  "sdk.google": ["object", "Google Cloud."],
  "sdk.google.storage": ["object", "Credentials for Google Cloud Storage."],
  "sdk.google.storage.project": ["text", "Project for all buckets."],
  "sdk.google.storage.credentials_json": ["text", "File with the service account’s key."],
  "sdk.google.storage.credentials": ["list", "Credentials for specific buckets."],
  "sdk.azure": ["object", "Microsoft Azure."],
  "sdk.azure.storage": ["object", "Credentials for Azure storage."],
  "sdk.azure.storage.max_connections": ["number", "Number of connections for one transfer."],
  "sdk.azure.storage.containers": ["list", "Credentials for specific accounts and containers."],
  "sdk.log": ["object", "Logging of the package."],
  "sdk.log.null_log_propagate": ["boolean", "Propagate records of disabled loggers."],
  "sdk.log.task_log_buffer_capacity": ["number", "Number of records to buffer before they are sent."],
  "sdk.log.disable_urllib3_info": ["boolean", "Suppress the warnings of urllib3."],
  "sdk.development": ["object", "Tasks that users start manually."],
  "sdk.development.default_output_uri": ["any", "Default storage for models and artifacts."],
  "sdk.development.task_reuse_time_window_in_hours": [
    "number",
    "Hours during which an unfinished task can be reused.",
  ],
  "sdk.development.vcs_repo_detect_async": ["boolean", "Detect the repository in the background."],
  "sdk.development.store_uncommitted_code_diff": ["boolean", "Store uncommitted changes with the task."],
  "sdk.development.store_code_diff_from_remote": ["boolean", "Store unpushed changes with the task."],
  "sdk.development.support_stopping": [
    "boolean",
    "Allow the web interface to stop tasks that were started manually.",
  ],
  "sdk.development.force_analyze_entire_repo": ["boolean", "Detect packages in the whole repository."],
  "sdk.development.suppress_update_message": ["boolean", "Don’t report new versions."],
  "sdk.development.detect_with_pip_freeze": ["boolean", "Record all installed packages."],
  "sdk.development.log_os_environments": ["list", "Environment variables to store with the task."],
  "sdk.development.worker": ["object", "What a running task reports about itself."],
  "sdk.development.worker.report_period_sec": ["number", "Seconds between reports of the machine load."],
  "sdk.development.worker.ping_period_sec": ["number", "Seconds between keep-alive pings."],
  "sdk.development.worker.log_stdout": ["boolean", "Store the console output of the task."],
  "sdk.development.worker.report_global_mem_used": [
    "boolean",
    "Report the memory of the machine instead of the process.",
  ],
  environment: ["object", "Environment variables; applied if apply_environment is on."],
  files: ["object", "Files; written if apply_files is on."],
};

const fileRows: Record<string, readonly [KeyType, string]> = {
  path: ["text", "Path of the file; ~ and $NAME are expanded."],
  contents: ["any", "Contents of the file."],
  format: ["text", "base64 if the contents are base64-encoded."],
  target_format: ["text", "json, yaml or bytes; anything else is written as text."],
  overwrite: ["boolean", "Whether to replace an existing file."],
  mode: ["text or number", 'File permissions in octal digits, for example "0600".'],
};

const known = new Map<string, KnownKey>();
const children = new Map<string, string[]>();
for (const [path, [type, about]] of Object.entries(rows)) {
  known.set(path, { type, about });
  const period = path.lastIndexOf(".");
  const parent = period < 0 ? "" : path.slice(0, period);
  children.set(parent, [...(children.get(parent) ?? []), path.slice(period + 1)]);
}
const roots = new Set(children.get(""));
const fileKeys = new Map(Object.entries(fileRows).map(([name, [type, about]]) => [name, { type, about }]));

function isInFile(path: readonly string[]): boolean {
  return path.length === 3 && path[0] === "files";
}

/** What is known of a key: its type and what it is for. */
export function findKnownKey(path: readonly string[]): KnownKey | undefined {
  if (isInFile(path)) return fileKeys.get(path[2]!);
  if (!roots.has(path[0]!)) return undefined;
  return path.some((name) => name.includes(".")) ? undefined : known.get(path.join("."));
}

/** The known names at the same level as a key. Empty if names are free. */
export function listKnownNames(parent: readonly string[]): readonly string[] {
  if (parent.length === 2 && parent[0] === "files") return [...fileKeys.keys()];
  if (parent.length > 0 && !roots.has(parent[0]!)) return [];
  return children.get(parent.join(".")) ?? [];
}

/** Every known key with its sentence, for the reference next to the editor. */
export function listKnownKeys(): readonly (KnownKey & { path: string })[] {
  const files = [...fileKeys].map(([name, key]) => ({ path: `files.<name>.${name}`, ...key }));
  return [...[...known].map(([path, key]) => ({ path, ...key })), ...files];
}
