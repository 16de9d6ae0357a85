// What crosses between the engine's thread and everybody else. All of it is values.

/// A training run to start or go on with.
public struct TrainingRequest: Sendable, Equatable, Codable {
    public var recipe: Recipe
    /// The run's folder: recipe, log, checkpoints; empty takes a new one under ``Places/runs``.
    public var output: String
    /// Continues from the newest checkpoint in `output`.
    public var resume: Bool
    /// Goes on from a kept checkpoint of another run, in the new folder `output`; `recipe` is then that run's.
    public var parent: RunPoint?
    /// Changes in force from the first step on; logged like those made while it goes.
    public var changes: [ParameterChange]
    /// Steps between two sets of fixed-seed samples; 0 draws them at each epoch only.
    public var sampleInterval: Int
    /// Steps between two checkpoints; one is always written at each epoch, on stop and at the end.
    public var checkpointInterval: Int
    /// Epochs' ends whose checkpoints are kept beside the newest two and the best.
    public var keptEpochs: Int
    /// Steps between two measurements of the loss on held-out images; 0 measures at each epoch only.
    public var validationInterval: Int

    public init(
        recipe: Recipe, output: String, resume: Bool = false, parent: RunPoint? = nil,
        changes: [ParameterChange] = [], sampleInterval: Int = 50, checkpointInterval: Int = 500,
        keptEpochs: Int = KeptCheckpoints.usualEpochLimit, validationInterval: Int = 0
    ) {
        self.recipe = recipe
        self.output = output
        self.resume = resume
        self.parent = parent
        self.changes = changes
        self.sampleInterval = sampleInterval
        self.checkpointInterval = checkpointInterval
        self.keptEpochs = keptEpochs
        self.validationInterval = validationInterval
    }
}

/// A place in a run's history: its folder and a number of steps done.
public struct RunPoint: Codable, Sendable, Equatable {
    public var folder: String
    public var step: Int

    public init(folder: String, step: Int) {
        self.folder = folder
        self.step = step
    }
}

/// What the engine can be told.
public enum EngineCommand: Sendable, Equatable, Codable {
    case train(TrainingRequest)
    case sample(SamplingRequest)
    case change(ParameterChange)
    /// Changes a parameter of the sampling that is going, from its next step on.
    case steer(SamplingChange)
    /// Goes on from a moment of the sampling shown, with other parameters.
    case branch(BranchRequest)
    /// Goes on with a branch that was stopped.
    case goOn(branch: Int)
    /// Makes large pictures of the finished ones of the sampling shown, which they take the place of.
    case enlarge(EnlargeRequest)
    /// Forms samplings that differ in two parameters, side by side.
    case grid(GridRequest)
    /// Takes a cell of the last grid as the sampling that is shown; a grid that is going is stopped, and the cell goes on by itself.
    case openCell(Int)
    /// Writes the last grid, with its recipe, to a PNG; an empty path makes a new one in ``Places/pictures``.
    case saveGrid(path: String)
    /// Writes a branch's finished pictures, with their recipe, to a PNG; an empty path makes a new one in ``Places/pictures``.
    case savePicture(branch: Int, path: String)
    /// Noises a picture and takes the noise away in several ways.
    case compareNoise(NoiseRequest)
    /// Writes the last such comparison, with its recipe, to a PNG; an empty path makes a new one in ``Places/pictures``.
    case saveNoise(path: String)
    /// Writes frames made of the sampling as a GIF; an empty path makes a new one in ``Places/pictures``.
    case saveAnimation([Picture], path: String)
    case pause
    case resume
    /// One step of what is paused, then paused again.
    case step
    /// Ends the current job, keeping what is finished (a training run writes its checkpoint).
    case stop
    /// Stops the training run when its epoch ends; a second one takes that back.
    case stopAfterEpoch
    /// Ends the training run without saving: its folder is as at the last checkpoint.
    case abandon
    /// Searches a learning rate for the recipe; `stop` ends it with what it has.
    case findLearningRate(Recipe)
    /// Asks for the runs on disk, for the log of one, for the samples one kept.
    /// `also` is a folder that may lie elsewhere.
    case listRuns(also: String?)
    case loadCurve(folder: String)
    case loadSamples(folder: String)
    /// Watches a run that another process trains; `pollFollowed` tells what it did since the last time.
    case follow(folder: String)
    case pollFollowed
    case unfollow
    /// Asks for a picture; `purpose` comes back with it.
    case readPicture(PictureSource, purpose: String)
    /// Writes a PNG of what was drawn, beginning from `origin`; over one that is there only where it `replaces`.
    case writePicture(Picture, path: String, replaces: Bool, purpose: String, origin: String? = nil)
    /// Asks something of the models on this machine.
    case models(ModelCommand)
    /// Asks something of the gallery, which has a thread of its own.
    case gallery(GalleryCommand)
    /// Changes the queue of jobs.
    case queue(QueueCommand)
    /// Asks something about prompts, which has a thread of its own too.
    case prompt(PromptCommand)
    /// Stops, then ends the thread.
    case quit
}

/// A branch to make of the sampling that is shown.
public struct BranchRequest: Sendable, Equatable, Codable {
    /// The branch it leaves, and the moment of it: frames are counted, from 0.
    public var branch: Int
    public var moment: Int
    /// What holds from there on; what differs from what held before is logged as a change.
    public var steering: SamplingSteering

    public init(branch: Int, moment: Int, steering: SamplingSteering) {
        (self.branch, self.moment, self.steering) = (branch, moment, steering)
    }
}

/// A branch of a sampling: it shares the frames 0…`moment` of its parent.
public struct SamplingBranch: Sendable, Equatable, Codable {
    /// Counted in the order they were made; 0 is the sampling itself.
    public var id: Int
    public var parent: Int
    public var moment: Int

    public init(id: Int, parent: Int, moment: Int) { (self.id, self.parent, self.moment) = (id, parent, moment) }
}

/// Where a training run stands.
public struct TrainingStatus: Sendable, Equatable, Codable {
    public var recipe: Recipe
    public var output: String
    /// Steps done, and to do in all.
    public var step = 0
    public var totalSteps: Int
    /// Epochs begun (from 1), and in all; an epoch is one pass over the data.
    public var epoch = 1
    public var totalEpochs: Int
    /// The last step's loss and its exponential average.
    public var loss: Float?
    public var smoothedLoss: Float?
    public var learningRate: Double
    public var gradientNorm: Float?
    public var imagesPerSecond: Double?
    public var secondsLeft: Double?
    /// Operations a second, every convolution counted as it is written, as a share of what a large dense product reaches on this
    /// machine; Winograd's method can go past 1. Known once the run has found its pace.
    public var utilization: Double?
    /// Memory this process holds, in bytes.
    public var residentBytes: Int?
    public var precision: ElementType
    /// The newest fixed-seed samples, as one grid, and the step they are of.
    public var samples: Picture?
    /// The same from the averaged weights, where an average is kept.
    public var averagedSamples: Picture?
    public var samplesStep: Int?
    /// The parameters that may change live, as they stand.
    public var steering: Steering
    /// The loss on held-out images with fixed noise: the newest, and the least and its step.
    public var validationLoss: Double?
    public var bestValidationLoss: Double?
    public var bestStep: Int?
    /// The run this one branched from.
    public var parent: RunPoint?
    /// The run stops when its epoch ends.
    public var stopsAfterEpoch = false
    /// The last time the loss stopped being finite and the run went back.
    public var setback: Setback?

    public init(
        recipe: Recipe, output: String, totalSteps: Int, totalEpochs: Int, learningRate: Double, precision: ElementType
    ) {
        self.recipe = recipe
        self.output = output
        self.totalSteps = totalSteps
        self.totalEpochs = totalEpochs
        self.learningRate = learningRate
        self.precision = precision
        steering = Steering(recipe)
    }
}

/// A run whose loss or gradient stopped being finite, and that went back to its last good checkpoint, paused.
public struct Setback: Codable, Sendable, Equatable {
    /// The step that failed, and what was seen there.
    public var failedStep: Int
    public var reason: String
    /// The step it went back to; 0 is the start.
    public var returnedTo: Int
    /// The base learning rate that was in force, and the one that is offered, half of it (or of the checkpoint's, where that was lower
    /// still): send it as a change, then resume.
    public var learningRate: Double
    public var proposedLearningRate: Double

    public init(
        failedStep: Int, reason: String, returnedTo: Int, learningRate: Double, proposedLearningRate: Double
    ) {
        self.failedStep = failedStep
        self.reason = reason
        self.returnedTo = returnedTo
        self.learningRate = learningRate
        self.proposedLearningRate = proposedLearningRate
    }
}

/// Where a sampling stands.
public struct SamplingStatus: Sendable, Equatable, Codable {
    public var request: SamplingRequest
    /// Evaluations of the network done, and to do in all: two a step for some samplers.
    public var step = 0
    public var totalSteps: Int
    /// Evaluations really made, of all branches together: a branch begins with those of its parent.
    public var evaluations = 0
    /// The time of the state shown: 0…1 for flow, the timestep for DDPM.
    public var time: Double
    /// The guidance scale in force at that step.
    public var guidance: Double
    public var secondsPerStep: Double?

    public init(request: SamplingRequest, time: Double, guidance: Double) {
        self.request = request
        self.time = time
        self.guidance = guidance
        totalSteps = request.steps
    }
}

/// Where a grid stands.
public struct GridStatus: Sendable, Equatable, Codable {
    public var request: GridRequest
    /// Steps of all cells together, done and in all.
    public var step: Int
    public var totalSteps: Int
    /// Steps really computed: what cells have in common is computed once.
    public var evaluations: Int
    public var secondsPerStep: Double?

    public init(request: GridRequest, step: Int, totalSteps: Int, evaluations: Int, secondsPerStep: Double? = nil) {
        (self.request, self.step, self.totalSteps) = (request, step, totalSteps)
        (self.evaluations, self.secondsPerStep) = (evaluations, secondsPerStep)
    }
}

/// A cell of a grid as it is looked at.
public struct GridCell: Sendable, Equatable, Codable {
    /// The clean estimate, or at the end the picture.
    public var picture: Picture
    public var step: Int
    public var totalSteps: Int

    public init(picture: Picture, step: Int, totalSteps: Int) {
        (self.picture, self.step, self.totalSteps) = (picture, step, totalSteps)
    }

    public var isFinished: Bool { step >= totalSteps }
}

/// Where a search for a learning rate stands.
public struct LearningRateSearchStatus: Sendable, Equatable, Codable {
    public var recipe: Recipe
    public var points: [LearningRatePoint] = []
    /// The most points it takes; it ends before where the loss blows up.
    public var totalPoints: Int
    public var proposal: LearningRateProposal?
}

/// The whole state of the engine at one moment; the latest one wins.
public struct EngineSnapshot: Sendable, Equatable, Codable {
    public enum Activity: Sendable, Equatable, Codable {
        case idle
        /// Something takes long before a first step: a model is opened, prompts are read.
        case preparing
        case training
        case sampling
        case formingGrid
        case denoising
        case findingLearningRate
    }

    public var activity = Activity.idle
    public var isPaused = false
    /// The part that is being done of what takes long within a step, or before the first one.
    public var work: WorkPart?
    public var model: ModelSummary?
    /// The present run, or the last one.
    public var training: TrainingStatus?
    /// The present sampling, or the last one.
    public var sampling: SamplingStatus?
    /// The present grid, or the last one.
    public var grid: GridStatus?
    /// The present comparison of ways to take noise away, or the last one.
    public var noise: NoiseStatus?
    /// The present search for a learning rate, or the last one.
    public var learningRateSearch: LearningRateSearchStatus?
    /// The work that waits for its turn, and what became of the last of it.
    public var queue = JobQueue()
    /// Whether ``training`` is a run that another process trains and that is only watched here.
    public var isFollowing = false
    /// How many windows look at the engine.
    public var windows = 1
    /// ``EngineCommand/quit`` was obeyed: what was to be saved is saved, or told to have failed.
    public var hasEnded = false

    public init() {}
}

/// What must not be lost between two snapshots, in order.
public enum EngineEvent: Sendable, Equatable, Codable {
    /// A training run began; its first step is `step` (more than 0 when resumed).
    case trainingStarted(TrainingStatus)
    case loss(step: Int, value: Float, learningRate: Double)
    /// The gradient's norm before clipping.
    case gradientNorm(step: Int, value: Double)
    /// The loss on held-out images with fixed noise.
    case validation(step: Int, loss: Double)
    /// Epoch `epoch` (from 1) ended with step `step`.
    case epochEnded(epoch: Int, step: Int)
    /// A parameter was changed after step `step`.
    case changed(step: Int, change: ParameterChange)
    /// New fixed-seed samples, raw and from the averaged weights; kept in the run's folder.
    case samples(step: Int, raw: Picture, averaged: Picture?)
    /// The loss stopped being finite; the run is paused at its last good checkpoint.
    case wentBack(Setback)
    /// One rate of a search was tried; the search ended and proposes one.
    case learningRatePoint(LearningRatePoint)
    case learningRateFound(LearningRateProposal)
    /// What was asked of the runs on disk.
    case runs([RunSummary])
    case curve(folder: String, RunHistory)
    case keptSamples(folder: String, [SampleSet])
    case checkpointSaved(path: String, step: Int)
    case trainingEnded(step: Int, finished: Bool)
    /// A sampling began, its first branch being 0.
    case samplingStarted(SamplingRequest)
    /// A branch of it began; its first frames are its parent's.
    case branched(SamplingBranch)
    /// The next moment of a branch; the first one of branch 0 is the noise it starts from.
    case frame(branch: Int, SamplingFrame)
    /// A parameter was changed at a moment: it is in force from the step that follows.
    case steered(branch: Int, moment: Int, SamplingChange)
    case samplingEnded(finished: Bool)
    /// A grid began; its cells are counted row by row.
    case gridStarted(GridRequest)
    /// A cell went on.
    case gridCell(Int, GridCell)
    case gridEnded(finished: Bool)
    /// A picture that was asked for; one that was to be written is written.
    case pictureRead(ReadPicture)
    case pictureWritten(path: String, purpose: String)
    /// A picture was not written, for there is a file already; it may be asked for again as one that replaces.
    case pictureExists(path: String, purpose: String)
    /// A picture was written; the command makes it again, nil where its weights are kept nowhere.
    case pictureSaved(path: String, command: String?)
    case animationSaved(path: String)
    case models(ModelEvent)
    case gallery(GalleryEvent)
    case queue(QueueEvent)
    case prompt(PromptEvent)
    case failed(EngineFailure)
}
