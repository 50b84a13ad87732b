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
  api: ["object", "Where the servers are and with which credentials clients sign in."],
  "api.api_server": ["text", "Address of the API server."],
  "api.web_server": ["text", "Address of the web interface, for links."],
  "api.files_server": ["text", "Where artifacts and models go when no other storage is named."],
  "api.verify_certificate": ["boolean", "Whether the certificates of the servers are checked."],
  "api.credentials": ["object", "The credentials that clients sign in with."],
  "api.credentials.access_key": ["text", "The public half of the credentials."],
  "api.credentials.secret_key": ["text", "The secret half of the credentials."],
  agent: ["object", "How agents prepare and run tasks."],
  "agent.worker_id": ["text", "Identifies one agent; it belongs to the machine."],
  "agent.worker_name": ["text", "The name that one agent shows; it belongs to the machine."],
  "agent.cuda_version": ["text or number", "The CUDA version of one machine."],
  "agent.cudnn_version": ["text or number", "The cuDNN version of one machine."],
  "agent.default_python": ["text or number", "The Python version of one machine."],
  "agent.debug": ["boolean", "More output from one agent, for finding faults."],
  "agent.python_binary": ["text", "The Python program that environments are made with."],
  "agent.git_user": ["text", "User name for cloning over HTTPS."],
  "agent.git_pass": ["text", "Password or token for cloning over HTTPS."],
  "agent.git_host": ["text", "The only host that the git user and password are sent to."],
  "agent.force_git_ssh_protocol": ["boolean", "Clone over SSH even where the task names an HTTPS address."],
  "agent.force_git_ssh_port": ["text or number", "The port for cloning over SSH."],
  "agent.force_git_ssh_user": ["text", "The user for cloning over SSH."],
  "agent.force_git_root_python_path": ["boolean", "Put the root of the repository on Python's path."],
  "agent.reload_config": ["boolean", "Read the configuration again before each task."],
  "agent.apply_environment": ["boolean", "Whether agents set the variables of the environment section."],
  "agent.apply_files": ["boolean", "Whether agents write the files of the files section."],
  "agent.enable_task_env": ["boolean", "Pass the environment of the agent on to its tasks."],
  "agent.translate_ssh": ["boolean", "Turn SSH addresses into HTTPS ones when a user and password are set."],
  "agent.venvs_dir": ["text", "Folder for the environments of tasks."],
  "agent.venvs_cache": ["object", "Finished environments kept for reuse."],
  "agent.venvs_cache.path": ["text", "Folder of the kept environments."],
  "agent.venvs_cache.max_entries": ["number", "How many environments are kept."],
  "agent.venvs_cache.free_space_threshold_gb": ["number", "Disk space that has to stay free, in GB."],
  "agent.vcs_cache": ["object", "Clones of repositories kept for reuse."],
  "agent.vcs_cache.enabled": ["boolean", "Whether clones are kept."],
  "agent.vcs_cache.path": ["text", "Folder of the kept clones."],
  "agent.venv_update": ["object", "Reuse of one environment from task to task."],
  "agent.pip_download_cache": ["object", "Downloaded packages kept for reuse."],
  "agent.pip_download_cache.enabled": ["boolean", "Whether downloads are kept."],
  "agent.pip_download_cache.path": ["text", "Folder of the kept downloads."],
  "agent.docker_pip_cache": ["text", "Folder of the host that containers use as pip's cache."],
  "agent.docker_apt_cache": ["text", "Folder of the host that containers use as apt's cache."],
  "agent.docker_force_pull": ["boolean", "Pull the image before every task."],
  "agent.docker_install_opencv_libs": ["boolean", "Install what OpenCV needs in each container."],
  "agent.docker_init_bash_script": ["text or list", "Commands run first in each container."],
  "agent.docker_preprocess_bash_script": [
    "text or list",
    "Commands run in each container before anything is installed.",
  ],
  "agent.docker_container_name_format": ["text", "How containers are named."],
  "agent.docker_internal_mounts": ["object", "Where the caches lie inside containers."],
  "agent.docker_apply_environment_from_vault": [
    "boolean",
    "Pass the owner's environment section on to containers.",
  ],
  "agent.extra_docker_arguments": ["list", "Arguments added to every docker run."],
  "agent.extra_docker_shell_script": ["list", "Commands run in each container before the task is set up."],
  "agent.protected_docker_extra_args": ["list", "Docker arguments that tasks may not change."],
  "agent.default_docker": ["object", "The container of tasks that name none."],
  "agent.default_docker.image": ["text", "Image of tasks that name none."],
  "agent.default_docker.arguments": ["text or list", "Docker arguments of tasks that name none."],
  "agent.default_docker.match_rules": [
    "list",
    "Other defaults for tasks that fit a rule; the first rule that fits counts.",
  ],
  "agent.disable_ssh_mount": ["boolean", "Keep the host's .ssh folder out of containers."],
  "agent.hide_docker_command_env_vars": [
    "object",
    "Which variables are hidden when a docker command is logged.",
  ],
  "agent.hide_docker_command_env_vars.enabled": ["boolean", "Whether values are hidden in logged commands."],
  "agent.hide_docker_command_env_vars.extra_keys": ["list", "More variables to hide."],
  "agent.ignore_requested_python_version": [
    "boolean",
    "Use the agent's own Python whatever the task asks for.",
  ],
  "agent.custom_build_script": ["text", "A script that prepares tasks in the agent's place."],
  "agent.propagate_exit_code": ["boolean", "End with the exit code of the task."],
  "agent.package_manager": ["object", "How packages are installed."],
  "agent.package_manager.type": ["text", "pip, conda, poetry or uv."],
  "agent.package_manager.pip_version": ["text or list", "The pip to install first, by Python version."],
  "agent.package_manager.poetry_version": ["text or list", "The Poetry to install first."],
  "agent.package_manager.system_site_packages": [
    "boolean",
    "Let environments see the packages of the system.",
  ],
  "agent.package_manager.force_upgrade": ["boolean", "Install the newest of what is not pinned."],
  "agent.package_manager.extra_index_url": ["list", "More package indexes to look in."],
  "agent.package_manager.extra_pip_install_flags": ["list", "Flags added to every pip install."],
  "agent.package_manager.conda_channels": ["list", "Channels that conda looks in, in order."],
  "agent.package_manager.conda_env_as_base_docker": [
    "boolean",
    "Take the container field of a task as a conda environment.",
  ],
  "agent.package_manager.use_conda_base_env": ["boolean", "Run tasks in conda's base environment."],
  "agent.package_manager.priority_packages": ["list", "Packages installed before all others."],
  "agent.package_manager.priority_optional_packages": ["list", "Installed first; a failure is ignored."],
  "agent.package_manager.post_packages": ["list", "Packages installed after all others."],
  "agent.package_manager.post_optional_packages": ["list", "Installed last; a failure is ignored."],
  "agent.package_manager.pip_legacy_resolver": ["list", "Packages for which pip's old resolver is used."],
  "agent.package_manager.torch_nightly": ["boolean", "Take nightly builds of PyTorch where no release fits."],
  "agent.package_manager.torch_page": ["text", "Where PyTorch builds are looked for."],
  "agent.package_manager.force_repo_requirements_txt": [
    "boolean",
    "Install the repository's requirements.txt, not the recorded packages.",
  ],
  sdk: ["object", "How the ClearML package behaves inside a task."],
  "sdk.apply_environment": [
    "boolean",
    "Whether the environment section is set in processes that use the package.",
  ],
  "sdk.apply_files": ["boolean", "Whether the files section is written where the package is used."],
  "sdk.storage": ["object", "Downloads and their cache."],
  "sdk.storage.cache": ["object", "Downloaded files kept for reuse."],
  "sdk.storage.cache.default_base_dir": ["text", "Folder of the cache."],
  "sdk.storage.cache.default_cache_manager_size": ["number", "How many files the cache keeps."],
  "sdk.storage.direct_access": ["list", "Paths that are read in place, without a copy in the cache."],
  "sdk.metrics": ["object", "How plots and images are reported."],
  "sdk.metrics.file_history_size": ["number", "How many images are kept of each title and series."],
  "sdk.metrics.matplotlib_untitled_history_size": ["number", "How many figures without a title are kept."],
  "sdk.metrics.plot_max_num_digits": ["number", "Digits behind the decimal point in plots."],
  "sdk.metrics.tensorboard_single_series_per_graph": [
    "boolean",
    "Give each TensorBoard series a graph of its own.",
  ],
  "sdk.metrics.images": ["object", "How debug images are stored."],
  "sdk.metrics.images.format": ["text", "File format of debug images."],
  "sdk.metrics.images.quality": ["number", "JPEG quality of debug images, 1 to 100."],
  "sdk.metrics.images.subsampling": ["number", "JPEG colour subsampling of debug images."],
  "sdk.network": ["object", "Uploads and retries."],
  "sdk.network.file_upload_retries": ["number", "How often an upload is tried again."],
  "sdk.network.metrics": ["object", "Upload of reported files."],
  "sdk.network.metrics.file_upload_threads": ["number", "How many files are uploaded at once."],
  "sdk.network.metrics.file_upload_starvation_warning_sec": [
    "number",
    "Seconds of waiting uploads before a warning.",
  ],
  "sdk.network.iteration": ["object", "Retries of reports."],
  "sdk.network.iteration.max_retries_on_server_error": [
    "number",
    "How often a report is sent again after a server error.",
  ],
  "sdk.network.iteration.retry_backoff_factor_sec": [
    "number",
    "Seconds to wait before sending again, doubled each time.",
  ],
  "sdk.aws": ["object", "Amazon S3 and what speaks its language."],
  "sdk.aws.s3": ["object", "Credentials for S3 storage."],
  "sdk.aws.s3.key": ["text", "Access key id for all buckets."],
  "sdk.aws.s3.secret": ["text", "Secret access key for all buckets."],
  "sdk.aws.s3.token": ["text", "Session token for all buckets."],
  "sdk.aws.s3.region": ["text", "Region of all buckets."],
  "sdk.aws.s3.use_credentials_chain": ["boolean", "Let boto3 find credentials by itself."],
  "sdk.aws.s3.extra_args": ["object", "More arguments for uploads."],
  "sdk.aws.s3.credentials": ["list", "Credentials for single buckets or hosts."],
  "sdk.aws.boto3": ["object", "How boto3 transfers files."],
  "sdk.aws.boto3.pool_connections": ["number", "Connections kept open."],
  "sdk.aws.boto3.max_multipart_concurrency": ["number", "Parts of one file transferred at once."],
  "sdk.aws.boto3.multipart_threshold": ["number", "From how many bytes on a file is sent in parts."],
  "sdk.aws.boto3.multipart_chunksize": ["number", "How many bytes each part has."],
  "sdk.aws.boto3.s3": ["object", "More settings for boto3's S3 client."],
  "sdk.google": ["object", "Google Cloud."],
  "sdk.google.storage": ["object", "Credentials for Google Cloud Storage."],
  "sdk.google.storage.project": ["text", "Project of all buckets."],
  "sdk.google.storage.credentials_json": ["text", "File with the service account's key."],
  "sdk.google.storage.credentials": ["list", "Credentials for single buckets."],
  "sdk.azure": ["object", "Microsoft Azure."],
  "sdk.azure.storage": ["object", "Credentials for Azure storage."],
  "sdk.azure.storage.max_connections": ["number", "Connections of one transfer."],
  "sdk.azure.storage.containers": ["list", "Credentials for single accounts and containers."],
  "sdk.log": ["object", "Logging of the package."],
  "sdk.log.null_log_propagate": ["boolean", "Hand records of silent loggers on."],
  "sdk.log.task_log_buffer_capacity": ["number", "How many records are held before they are sent."],
  "sdk.log.disable_urllib3_info": ["boolean", "Leave out urllib3's notices."],
  "sdk.development": ["object", "Tasks that people start by hand."],
  "sdk.development.default_output_uri": ["any", "Where models and artifacts go by default."],
  "sdk.development.task_reuse_time_window_in_hours": [
    "number",
    "For how many hours an unfinished task is used again.",
  ],
  "sdk.development.vcs_repo_detect_async": [
    "boolean",
    "Look at the repository without holding up the script.",
  ],
  "sdk.development.store_uncommitted_code_diff": ["boolean", "Keep uncommitted changes with the task."],
  "sdk.development.store_code_diff_from_remote": [
    "boolean",
    "Keep changes that are not pushed with the task.",
  ],
  "sdk.development.support_stopping": ["boolean", "Let the web interface stop tasks that run by hand."],
  "sdk.development.force_analyze_entire_repo": ["boolean", "Look for packages in the whole repository."],
  "sdk.development.suppress_update_message": ["boolean", "Do not tell of new versions."],
  "sdk.development.detect_with_pip_freeze": ["boolean", "Record all installed packages."],
  "sdk.development.log_os_environments": ["list", "Environment variables kept with the task."],
  "sdk.development.worker": ["object", "What a running task reports of itself."],
  "sdk.development.worker.report_period_sec": ["number", "Seconds between reports of the machine's load."],
  "sdk.development.worker.ping_period_sec": ["number", "Seconds between signs of life."],
  "sdk.development.worker.log_stdout": ["boolean", "Keep the output of the task."],
  "sdk.development.worker.report_global_mem_used": [
    "boolean",
    "Report the memory of the machine, not of the process.",
  ],
  environment: ["object", "Environment variables, set where apply_environment is on."],
  files: ["object", "Files, written where apply_files is on."],
};

const fileRows: Record<string, readonly [KeyType, string]> = {
  path: ["text", "Where the file is written; ~ and $NAME are filled in."],
  contents: ["any", "What is written into the file."],
  format: ["text", "base64 when the contents are encoded so."],
  target_format: ["text", "json, yaml or bytes; anything else is written as text."],
  overwrite: ["boolean", "Whether a file that is there already is replaced."],
  mode: ["text or number", 'Permissions of the file in octal digits, as in "0600".'],
};

const known = new Map<string, KnownKey>();
const children = new Map<string, string[]>();
for (const [path, [type, about]] of Object.entries(rows)) {
  known.set(path, { type, about });
  const period = path.lastIndexOf(".");
  const parent = period < 0 ? "" : path.slice(0, period);
  children.set(parent, [...(children.get(parent) ?? []), path.slice(period + 1)]);
}
const fileKeys = new Map(Object.entries(fileRows).map(([name, [type, about]]) => [name, { type, about }]));

function isInFile(path: readonly string[]): boolean {
  return path.length === 3 && path[0] === "files";
}

/** What is known of a key: its type and what it is for. */
export function findKnownKey(path: readonly string[]): KnownKey | undefined {
  if (isInFile(path)) return fileKeys.get(path[2]!);
  return path.some((name) => name.includes(".")) ? undefined : known.get(path.join("."));
}

/** The names known beside a key; empty where names are free. */
export function listKnownNames(parent: readonly string[]): readonly string[] {
  if (parent.length === 2 && parent[0] === "files") return [...fileKeys.keys()];
  return children.get(parent.join(".")) ?? [];
}

/** Every known key with its sentence, for a reference beside the editor. */
export function listKnownKeys(): readonly (KnownKey & { path: string })[] {
  const files = [...fileKeys].map(([name, key]) => ({ path: `files.<name>.${name}`, ...key }));
  return [...[...known].map(([path, key]) => ({ path, ...key })), ...files];
}
